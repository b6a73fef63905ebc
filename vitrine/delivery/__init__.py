"""The one door out: encoding, metadata, thumbnails, signed links."""
