"""What the pages of audits say, made from what selectors read."""
