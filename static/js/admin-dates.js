// On leaving a field, Wagtail's date picker writes today over what it cannot read, and 03/03 over 31/02. What was typed
// stays as typed here: the server reads it, or says what is wrong with it. The defaults hold for every date field.
jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
