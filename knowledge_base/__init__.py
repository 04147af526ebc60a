"""What is public to read: the library and its neighbours."""
