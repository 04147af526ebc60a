"""What is public to discuss."""
