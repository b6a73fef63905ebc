"""Garments that we make ourselves: pictures of them with exact coverage, parts, landmarks and attributes."""
