"""What screens of audits show: rows and words, made from what selectors read."""
