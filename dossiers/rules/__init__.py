"""What holds of dossiers whoever asks: pure functions with `now` passed in; no Django but the closed vocabularies."""
