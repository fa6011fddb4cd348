"""What stands between an uploaded office file and its reader: is it what it says, is it safe, in which letters is it
written. Pure; the work on the file happens in a child process (`docx_format`).
"""
