"""What can be done with a dossier on its page: tables of acts, each with who may, which form, which service."""
