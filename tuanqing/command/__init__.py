"""What the commands do, beside the command line that names them."""
