"""What can be done with a record of audits: tables of acts, each with who may, its form and its service."""
