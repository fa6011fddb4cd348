"""What the screens say of a dossier: words and shapes over rows that were read, without queries of their own."""
