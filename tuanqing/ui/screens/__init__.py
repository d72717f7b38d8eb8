"""What is one page's alone."""
