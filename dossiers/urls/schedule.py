"""Addresses of work schedules, absences and outgoing e-mail, below /lam-viec/."""

from django.urls import path

from dossiers.views import mail, schedule

urlpatterns = [
    path("thu-gui-di/", mail.outgoing_mail, name="outgoing-mail"),
    path("lich-cong-tac/", schedule.week, name="schedule-week"),
    path("lich-cong-tac/them/", schedule.new_entry, name="schedule-new"),
    path("lich-cong-tac/muc/<int:entry_id>/", schedule.edit_entry, name="schedule-entry"),
    path("lich-cong-tac/nghi/", schedule.new_absence, name="schedule-absence-new"),
    path("lich-cong-tac/nghi/<int:absence_id>/", schedule.absence, name="schedule-absence"),
    path("lich-cong-tac/nghi/<int:absence_id>/huy/", schedule.absence_cancel, name="schedule-absence-cancel"),
    path("lich-cong-tac/han-thay-doi/", schedule.calendar_changes, name="calendar-changes"),
    path("lich-cong-tac/<str:username>/", schedule.person, name="schedule-person"),
]
