"""What people wrote, beside the numbers: remarks, runs of reports, maps of forms; each a journal that only grows."""
