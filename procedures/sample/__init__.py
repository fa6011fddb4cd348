"""Loading of the sample ward (iso_docs/sample_data): for development, demonstrations and tests."""
