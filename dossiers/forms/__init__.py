"""Forms of the dossier screens: they check what was typed; whether it may be done is the services' matter."""
