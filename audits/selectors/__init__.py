"""What reads audits."""
