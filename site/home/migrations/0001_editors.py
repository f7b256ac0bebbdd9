"""The groups that Wagtail asks, and the workflow on which every page waits for a second person.

Nobody holds the right to publish. The groups and the workflow that Wagtail brings along go away: their right was to
publish, and nobody was ever a member.
"""

from django.db import migrations

ROOT = 1  # the depth of the tree's root, above every page and every collection
PAGES = ("add", "change")
# Wagtail asks the rights of its own models, whatever model a project keeps its pictures and documents in.
LIBRARY = {("wagtailimages", "image"), ("wagtaildocs", "document")}
FILES = ("add", "change", "choose")
GROUPS = ("curriculum editors", "school editors", "readers")
OF_WAGTAIL = ("Editors", "Moderators")


def permission(apps, app_label, model, action):
    """The right, made here when the tables are: Django makes its own only after the last migration."""
    types, rights = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    model_type, _made = types.objects.get_or_create(app_label=app_label, model=model)
    found, _made = rights.objects.get_or_create(
        content_type=model_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
    )
    return found


def open_the_rooms(apps, schema_editor):
    groups, rights = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    types = apps.get_model("contenttypes", "ContentType")
    admin_type, _made = types.objects.get_or_create(app_label="wagtailadmin", model="admin")
    may_enter, _made = rights.objects.get_or_create(
        content_type=admin_type, codename="access_admin", defaults={"name": "Can access Wagtail admin"}
    )
    for name in GROUPS:
        groups.objects.get_or_create(name=name)[0].permissions.add(may_enter)
    curricula = groups.objects.get(name=GROUPS[0])
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=ROOT)
    for action in PAGES:
        apps.get_model("wagtailcore", "GroupPagePermission").objects.get_or_create(
            group=curricula, page=root, permission=permission(apps, "wagtailcore", "page", action)
        )
    library = apps.get_model("wagtailcore", "Collection").objects.get(depth=ROOT)
    for app_label, model in LIBRARY:
        for action in FILES:
            apps.get_model("wagtailcore", "GroupCollectionPermission").objects.get_or_create(
                group=curricula, collection=library, permission=permission(apps, app_label, model, action)
            )


def ask_a_second_person(apps, schema_editor):
    workflows, pages = apps.get_model("wagtailcore", "Workflow"), apps.get_model("wagtailcore", "WorkflowPage")
    task_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="courses", model="secondpersontask"
    )
    tasks = apps.get_model("courses", "SecondPersonTask")
    task = tasks.objects.first() or tasks.objects.create(name="第二人审核", content_type=task_type)
    workflow, _made = workflows.objects.get_or_create(name="第二人审核")
    apps.get_model("wagtailcore", "WorkflowTask").objects.get_or_create(
        workflow=workflow, task_id=task.pk, defaults={"sort_order": 0}
    )
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=ROOT)
    pages.objects.exclude(workflow=workflow).delete()
    pages.objects.get_or_create(page=root, defaults={"workflow": workflow})
    workflows.objects.exclude(pk=workflow.pk).filter(workflow_states__isnull=True).delete()
    apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(task_states__isnull=True).delete()
    apps.get_model("auth", "Group").objects.filter(name__in=OF_WAGTAIL).delete()


def close_the_rooms(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()
    apps.get_model("wagtailcore", "Workflow").objects.filter(name="第二人审核").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0004_second_person"),
        ("media", "0002_school_pictures"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunPython(open_the_rooms, close_the_rooms),
        migrations.RunPython(ask_a_second_person, migrations.RunPython.noop),
    ]
