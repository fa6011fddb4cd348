"""What an installation needs before the first procedure: pages, rights, standard lists."""
