"""The reform index: sets as files, own figures, what the screens show.

sets/, reading    an index set as a YAML or JSON file, and what is wrong with one
measures          figures that the system counts itself
tree              an assessment with its domains, criteria, components, points
tables            rankings of a year, as on screen and in files
years             the course over several years
"""
