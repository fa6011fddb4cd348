"""The public site: what citizens read."""
