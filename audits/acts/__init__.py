"""What is done with findings and actions: tables of acts, from which pages and buttons are made."""
