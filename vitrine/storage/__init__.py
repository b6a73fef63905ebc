"""Database and blobs, and their encryption."""
