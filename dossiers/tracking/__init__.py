"""The public tracking page: code and secret in, what DOMAIN 3.12 allows out."""
