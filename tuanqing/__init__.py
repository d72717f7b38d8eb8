"""团情一张图: messy exports in, traceable coverage rates and funnels out."""
