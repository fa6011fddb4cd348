"""The dossiers of the sample ward: one in every state that a screen shows, made through the services.

`cast` names them; `telling` runs one as far as wanted; `loading` does it for all, counted back from the day of loading.
"""
