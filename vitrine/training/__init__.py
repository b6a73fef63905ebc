"""Networks of our own: one file a network, read from top to bottom; nothing else imports torch at the top of a file."""
