"""The editor of procedures in the administration."""
