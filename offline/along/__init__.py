"""What goes along in a package: the scripts that install it."""
