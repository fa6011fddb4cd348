"""What of audits is edited in the administration."""
