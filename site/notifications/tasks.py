from trail.registry import job_kind


@job_kind("notifications.deliver")
def deliver(message_uuid: str) -> None:
    """Say by e-mail that a message is there; its text stays on the site."""
    from django.conf import settings
    from django.core.mail import send_mail
    from django.utils.translation import gettext as _
    from django.utils.translation import override

    from notifications.models import Message

    message = Message.objects.select_related("reader").filter(uuid=message_uuid, read_at__isnull=True).first()
    if message is None:
        return  # read meanwhile, so nothing is left to say
    with override(settings.LANGUAGE_CODE):
        text = _("There is a message for you: %(subject)s\nRead it at %(address)s") % {
            "subject": message.subject,
            "address": f"{settings.BASE_URL}/me/messages/",
        }
        send_mail(message.subject, text, None, [message.reader.email])
