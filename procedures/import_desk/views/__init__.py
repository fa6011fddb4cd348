"""The screens of the import desk, below /lam-viec/nhap/."""
