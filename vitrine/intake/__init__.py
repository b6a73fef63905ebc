"""The one door in for untrusted bytes: limits, decoding, moderation."""
