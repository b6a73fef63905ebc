"""The rules on shoppers' data: sessions, keys, expiry, erasure."""
