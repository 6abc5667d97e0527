"""The committee's work: bodies, roles, charges, meetings, decisions, requests, guidance, comments, notifications."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('committees', '0003_building'),
        ('factories', '0006_standing'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='order')),
                ('source', models.CharField(choices=[('red', 'a factory that is likely to miss the year’s end'), ('request', 'a request that waits too long'), ('decision', 'a decision that is overdue'), ('unled', 'a county without a member in charge'), ('own', 'put on by the committee’s staff')], default='own', max_length=8, verbose_name='why')),
                ('title', models.CharField(max_length=300, verbose_name='point')),
                ('details', models.TextField(blank=True, verbose_name='details')),
                ('outcome', models.TextField(blank=True, verbose_name='what came of it')),
                ('dropped', models.BooleanField(default=False, verbose_name='taken off')),
            ],
            options={
                'verbose_name': 'point of the agenda',
                'verbose_name_plural': 'points of the agenda',
                'ordering': ['meeting', 'order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AgendaItemEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('order', models.PositiveSmallIntegerField(verbose_name='order')),
                ('source', models.CharField(choices=[('red', 'a factory that is likely to miss the year’s end'), ('request', 'a request that waits too long'), ('decision', 'a decision that is overdue'), ('unled', 'a county without a member in charge'), ('own', 'put on by the committee’s staff')], default='own', max_length=8, verbose_name='why')),
                ('title', models.CharField(max_length=300, verbose_name='point')),
                ('details', models.TextField(blank=True, verbose_name='details')),
                ('outcome', models.TextField(blank=True, verbose_name='what came of it')),
                ('dropped', models.BooleanField(default=False, verbose_name='taken off')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160, verbose_name='file name')),
                ('kind', models.CharField(max_length=4, verbose_name='kind')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('bytes', models.PositiveBigIntegerField(verbose_name='size')),
                ('path', models.CharField(help_text='In the default storage.', max_length=200)),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('presence', models.CharField(choices=[('present', 'present'), ('represented', 'represented'), ('absent', 'absent')], max_length=12, verbose_name='presence')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='by whom, or why not')),
            ],
            options={
                'verbose_name': 'attendance',
                'verbose_name_plural': 'attendances',
                'ordering': ['meeting', 'member'],
            },
        ),
        migrations.CreateModel(
            name='AttendanceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('presence', models.CharField(choices=[('present', 'present'), ('represented', 'represented'), ('absent', 'absent')], max_length=12, verbose_name='presence')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='by whom, or why not')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(help_text='Made by the form or the caller: the same key is the same comment.', unique=True)),
                ('text', models.TextField(verbose_name='comment')),
                ('at', models.DateTimeField(verbose_name='written')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
            },
        ),
        migrations.CreateModel(
            name='Committee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='first day of the term')),
                ('ends_on', models.DateField(verbose_name='last day of the term')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='founded by')),
                ('demonstration', models.BooleanField(default=False, verbose_name='demonstration')),
            ],
            options={
                'verbose_name': 'committee',
                'verbose_name_plural': 'committees',
            },
        ),
        migrations.CreateModel(
            name='CommitteeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('starts_on', models.DateField(verbose_name='first day of the term')),
                ('ends_on', models.DateField(verbose_name='last day of the term')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='founded by')),
                ('demonstration', models.BooleanField(default=False, verbose_name='demonstration')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CountyCharge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='post')),
                ('title_ko', models.CharField(blank=True, max_length=120, verbose_name='post in Korean')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('handover', models.TextField(blank=True, verbose_name='handover note')),
                ('demonstration', models.BooleanField(default=False, verbose_name='demonstration')),
            ],
            options={
                'verbose_name': 'member in charge',
                'verbose_name_plural': 'members in charge',
            },
        ),
        migrations.CreateModel(
            name='CountyChargeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('title', models.CharField(max_length=120, verbose_name='post')),
                ('title_ko', models.CharField(blank=True, max_length=120, verbose_name='post in Korean')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('handover', models.TextField(blank=True, verbose_name='handover note')),
                ('demonstration', models.BooleanField(default=False, verbose_name='demonstration')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(help_text='Such as D26-014.', max_length=12, unique=True, verbose_name='number')),
                ('text', models.TextField(verbose_name='decision')),
                ('due_on', models.DateField(verbose_name='due')),
                ('made_on', models.DateField(verbose_name='decided on')),
                ('state', models.CharField(choices=[('open', 'open'), ('done', 'said to be done'), ('closed', 'closed'), ('withdrawn', 'withdrawn')], default='open', max_length=9, verbose_name='state')),
                ('demonstration', models.BooleanField(default=False, verbose_name='demonstration')),
            ],
            options={
                'verbose_name': 'decision',
                'verbose_name_plural': 'decisions',
            },
        ),
        migrations.CreateModel(
            name='DecisionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('number', models.CharField(help_text='Such as D26-014.', max_length=12, verbose_name='number')),
                ('text', models.TextField(verbose_name='decision')),
                ('due_on', models.DateField(verbose_name='due')),
                ('made_on', models.DateField(verbose_name='decided on')),
                ('state', models.CharField(choices=[('open', 'open'), ('done', 'said to be done'), ('closed', 'closed'), ('withdrawn', 'withdrawn')], default='open', max_length=9, verbose_name='state')),
                ('demonstration', models.BooleanField(default=False, verbose_name='demonstration')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DecisionStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('made', 'decided'), ('moved', 'given another day'), ('done', 'said to be done'), ('closed', 'closed'), ('reopened', 'opened again'), ('withdrawn', 'withdrawn')], max_length=9)),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'step of a decision',
                'verbose_name_plural': 'steps of decisions',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FormerName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('name_ko', models.CharField(blank=True, max_length=200, verbose_name='name in Korean')),
                ('until', models.DateField(verbose_name='until')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('at', models.DateTimeField(verbose_name='entered')),
            ],
            options={
                'verbose_name': 'former name',
                'verbose_name_plural': 'former names',
                'ordering': ['until', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='GuidanceAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'ordering': ['note', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='GuidanceNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(help_text='Such as G26-007.', max_length=12, unique=True, verbose_name='number')),
                ('key', models.UUIDField(help_text='Made by the form or the caller: the same key is the same note.', unique=True)),
                ('title', models.CharField(max_length=200, verbose_name='subject')),
                ('text', models.TextField(verbose_name='guidance')),
                ('written_on', models.DateField(verbose_name='written on')),
                ('reply_by', models.DateField(verbose_name='reply by')),
                ('demonstration', models.BooleanField(default=False, verbose_name='demonstration')),
                ('at', models.DateTimeField(verbose_name='entered')),
            ],
            options={
                'verbose_name': 'guidance note',
                'verbose_name_plural': 'guidance notes',
            },
        ),
        migrations.CreateModel(
            name='GuidanceReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='reply')),
                ('at', models.DateTimeField(verbose_name='replied')),
            ],
            options={
                'verbose_name': 'reply',
                'verbose_name_plural': 'replies',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Mailing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('digest', 'digest'), ('urgent', 'urgent')], max_length=6)),
                ('day', models.DateField(help_text='Of a digest: the day it tells of.', null=True)),
                ('made_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'e-mail',
                'verbose_name_plural': 'e-mails',
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('held_on', models.DateField(verbose_name='day')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='place')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('convened', 'convened, agenda fixed'), ('held', 'held, minutes open'), ('minuted', 'minutes closed')], default='planned', max_length=8, verbose_name='state')),
                ('minutes', models.TextField(blank=True, verbose_name='minutes')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='minutes closed')),
                ('demonstration', models.BooleanField(default=False, verbose_name='demonstration')),
            ],
            options={
                'verbose_name': 'meeting',
                'verbose_name_plural': 'meetings',
            },
        ),
        migrations.CreateModel(
            name='MeetingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('held_on', models.DateField(verbose_name='day')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='place')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('convened', 'convened, agenda fixed'), ('held', 'held, minutes open'), ('minuted', 'minutes closed')], default='planned', max_length=8, verbose_name='state')),
                ('minutes', models.TextField(blank=True, verbose_name='minutes')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='minutes closed')),
                ('demonstration', models.BooleanField(default=False, verbose_name='demonstration')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='post')),
                ('title_ko', models.CharField(blank=True, max_length=200, verbose_name='post in Korean')),
                ('chair', models.BooleanField(default=False, verbose_name='presides')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
            ],
            options={
                'verbose_name': 'member',
                'verbose_name_plural': 'members',
            },
        ),
        migrations.CreateModel(
            name='MembershipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('title', models.CharField(max_length=200, verbose_name='post')),
                ('title_ko', models.CharField(blank=True, max_length=200, verbose_name='post in Korean')),
                ('chair', models.BooleanField(default=False, verbose_name='presides')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(help_text='Such as request:31:asked: what happened to which row.', max_length=100)),
                ('topic', models.CharField(choices=[('return', 'returns that were sent back or wait'), ('finding', 'findings of inspections'), ('request', 'requests between bodies'), ('decision', 'decisions and meetings'), ('guidance', 'guidance notes and replies'), ('charge', 'counties in one’s charge'), ('mention', 'comments that call one')], max_length=8, verbose_name='about')),
                ('code', models.SlugField(help_text='Which sentence is said.', max_length=40)),
                ('values', models.JSONField(default=dict, help_text='What the sentence names; words of neither language.')),
                ('url', models.CharField(help_text='The page without its language, such as /requests/31/.', max_length=200)),
                ('urgent', models.BooleanField(default=False, verbose_name='urgent')),
                ('at', models.DateTimeField(verbose_name='happened')),
                ('on', models.DateField(help_text='The day of the programme on which it happened: that of its digest.')),
                ('read_at', models.DateTimeField(null=True, verbose_name='read')),
                ('mailed_at', models.DateTimeField(null=True, verbose_name='sent by e-mail')),
            ],
            options={
                'verbose_name': 'notification',
                'verbose_name_plural': 'notifications',
            },
        ),
        migrations.CreateModel(
            name='NotificationChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BooleanField(default=True, verbose_name='one digest a day by e-mail')),
                ('urgent_mail', models.BooleanField(default=True, verbose_name='urgent ones at once by e-mail')),
                ('muted', models.JSONField(blank=True, default=list, verbose_name='not by e-mail')),
                ('language', models.CharField(default='en', max_length=2, verbose_name='language of e-mails')),
            ],
            options={
                'verbose_name': 'choice of notifications',
                'verbose_name_plural': 'choices of notifications',
            },
        ),
        migrations.CreateModel(
            name='ProjectRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('design', 'designs it'), ('construction', 'builds it'), ('operation', 'operates it'), ('inspection', 'inspects it'), ('supply', 'supplies it'), ('funds', 'funds it'), ('science', 'advises it'), ('training', 'trains its workers'), ('supervision', 'supervises it')], max_length=12, verbose_name='part')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('demonstration', models.BooleanField(default=False, verbose_name='demonstration')),
            ],
            options={
                'verbose_name': 'role of a body',
                'verbose_name_plural': 'roles of bodies',
            },
        ),
        migrations.CreateModel(
            name='ProjectRoleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('part', models.CharField(choices=[('design', 'designs it'), ('construction', 'builds it'), ('operation', 'operates it'), ('inspection', 'inspects it'), ('supply', 'supplies it'), ('funds', 'funds it'), ('science', 'advises it'), ('training', 'trains its workers'), ('supervision', 'supervises it')], max_length=12, verbose_name='part')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('demonstration', models.BooleanField(default=False, verbose_name='demonstration')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(help_text='Such as R26-0031.', max_length=12, unique=True, verbose_name='number')),
                ('key', models.UUIDField(help_text='Made by the form or the caller: the same key is the same request.', unique=True)),
                ('what', models.CharField(max_length=200, verbose_name='what is needed')),
                ('details', models.TextField(blank=True, verbose_name='details')),
                ('asked_on', models.DateField(verbose_name='asked on')),
                ('due_on', models.DateField(verbose_name='due')),
                ('delay_days', models.PositiveSmallIntegerField(default=0, help_text='By how many days the finish slips if it is not met.', verbose_name='days of delay')),
                ('state', models.CharField(choices=[('open', 'waits for an answer'), ('promised', 'promised'), ('declined', 'declined'), ('done', 'said to be done'), ('confirmed', 'confirmed by who asked'), ('withdrawn', 'withdrawn')], default='open', max_length=9, verbose_name='state')),
                ('level', models.PositiveSmallIntegerField(choices=[(0, 'the body asked'), (1, 'the province'), (2, 'the member in charge'), (3, 'the committee’s agenda')], default=0, verbose_name='level')),
                ('promised_on', models.DateField(blank=True, null=True, verbose_name='promised for')),
                ('demonstration', models.BooleanField(default=False, verbose_name='demonstration')),
            ],
            options={
                'verbose_name': 'request',
                'verbose_name_plural': 'requests',
            },
        ),
        migrations.CreateModel(
            name='RequestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('number', models.CharField(help_text='Such as R26-0031.', max_length=12, verbose_name='number')),
                ('key', models.UUIDField(help_text='Made by the form or the caller: the same key is the same request.')),
                ('what', models.CharField(max_length=200, verbose_name='what is needed')),
                ('details', models.TextField(blank=True, verbose_name='details')),
                ('asked_on', models.DateField(verbose_name='asked on')),
                ('due_on', models.DateField(verbose_name='due')),
                ('delay_days', models.PositiveSmallIntegerField(default=0, help_text='By how many days the finish slips if it is not met.', verbose_name='days of delay')),
                ('state', models.CharField(choices=[('open', 'waits for an answer'), ('promised', 'promised'), ('declined', 'declined'), ('done', 'said to be done'), ('confirmed', 'confirmed by who asked'), ('withdrawn', 'withdrawn')], default='open', max_length=9, verbose_name='state')),
                ('level', models.PositiveSmallIntegerField(choices=[(0, 'the body asked'), (1, 'the province'), (2, 'the member in charge'), (3, 'the committee’s agenda')], default=0, verbose_name='level')),
                ('promised_on', models.DateField(blank=True, null=True, verbose_name='promised for')),
                ('demonstration', models.BooleanField(default=False, verbose_name='demonstration')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RequestStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('asked', 'asked'), ('promised', 'promised'), ('declined', 'declined'), ('done', 'said to be done'), ('confirmed', 'confirmed'), ('disputed', 'disputed: not done'), ('escalated', 'went higher'), ('passed', 'passed on to another body'), ('withdrawn', 'withdrawn')], max_length=9)),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('promised_on', models.DateField(blank=True, null=True, verbose_name='promised for')),
                ('level', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'the body asked'), (1, 'the province'), (2, 'the member in charge'), (3, 'the committee’s agenda')], null=True, verbose_name='level')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'step of a request',
                'verbose_name_plural': 'steps of requests',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(help_text='Made by the form or the caller: the same key is the same visit.', unique=True)),
                ('visited_on', models.DateField(verbose_name='visited on')),
                ('seen', models.TextField(verbose_name='what was seen')),
                ('demonstration', models.BooleanField(default=False, verbose_name='demonstration')),
                ('at', models.DateTimeField(verbose_name='entered')),
            ],
            options={
                'verbose_name': 'visit',
                'verbose_name_plural': 'visits',
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='organization',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='organization',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='organization',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='post',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='post',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='post',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='post',
            name='post_names_its_scope',
        ),
        migrations.AddField(
            model_name='organization',
            name='county',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='factories.county', verbose_name='county'),
        ),
        migrations.AddField(
            model_name='organization',
            name='ended_on',
            field=models.DateField(blank=True, null=True, verbose_name='ended'),
        ),
        migrations.AddField(
            model_name='organization',
            name='merged_into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='committees.organization', verbose_name='merged into'),
        ),
        migrations.AddField(
            model_name='organization',
            name='province',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='factories.province', verbose_name='province'),
        ),
        migrations.AddField(
            model_name='organizationevent',
            name='county',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='factories.county', verbose_name='county'),
        ),
        migrations.AddField(
            model_name='organizationevent',
            name='ended_on',
            field=models.DateField(blank=True, null=True, verbose_name='ended'),
        ),
        migrations.AddField(
            model_name='organizationevent',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.organization', verbose_name='merged into'),
        ),
        migrations.AddField(
            model_name='organizationevent',
            name='province',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='factories.province', verbose_name='province'),
        ),
        migrations.AddField(
            model_name='post',
            name='body',
            field=models.ForeignKey(blank=True, help_text='The body in whose name the post asks and answers; a unit’s post acts for its unit.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='committees.organization', verbose_name='acts for'),
        ),
        migrations.AddField(
            model_name='post',
            name='deputy_of',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deputies', to='committees.post', verbose_name='deputy of'),
        ),
        migrations.AddField(
            model_name='postevent',
            name='body',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='The body in whose name the post asks and answers; a unit’s post acts for its unit.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.organization', verbose_name='acts for'),
        ),
        migrations.AddField(
            model_name='postevent',
            name='deputy_of',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.post', verbose_name='deputy of'),
        ),
        migrations.AlterField(
            model_name='organization',
            name='kind',
            field=models.CharField(choices=[('committee', 'Committee of the programme'), ('central_department', 'Central Committee department'), ('ministry', 'Ministry or commission'), ('defence', 'Defence'), ('national_institution', 'National institution'), ('party_committee', 'Provincial, city or county Party committee'), ('peoples_committee', 'People’s committee'), ('design_unit', 'Design unit'), ('construction_unit', 'Construction unit'), ('operation_unit', 'Operation unit'), ('inspection', 'Inspection'), ('supplier', 'Supplier'), ('other', 'Other body')], max_length=24, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='organization',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='committees.organization', verbose_name='part of'),
        ),
        migrations.AlterField(
            model_name='organizationevent',
            name='kind',
            field=models.CharField(choices=[('committee', 'Committee of the programme'), ('central_department', 'Central Committee department'), ('ministry', 'Ministry or commission'), ('defence', 'Defence'), ('national_institution', 'National institution'), ('party_committee', 'Provincial, city or county Party committee'), ('peoples_committee', 'People’s committee'), ('design_unit', 'Design unit'), ('construction_unit', 'Construction unit'), ('operation_unit', 'Operation unit'), ('inspection', 'Inspection'), ('supplier', 'Supplier'), ('other', 'Other body')], max_length=24, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='organizationevent',
            name='parent',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.organization', verbose_name='part of'),
        ),
        migrations.AlterField(
            model_name='post',
            name='role',
            field=models.CharField(choices=[('committee_staff', 'Committee staff'), ('committee_member', 'Committee member'), ('guidance', 'Guidance section'), ('county_lead', 'Member in charge of a county'), ('provincial_secretary', 'Provincial chief secretary'), ('provincial_chair', 'Chair of the provincial people’s committee'), ('county_secretary', 'City or county chief secretary'), ('county_chair', 'Chair of the city or county people’s committee'), ('county_staff', 'City or county staff'), ('design_unit', 'Design unit'), ('construction_unit', 'Construction unit'), ('operation_unit', 'Operation unit'), ('inspector', 'Inspector'), ('institution', 'Ministry, institution or supplier'), ('analyst', 'Analyst'), ('administrator', 'Administrator')], max_length=24, verbose_name='role'),
        ),
        migrations.AlterField(
            model_name='postevent',
            name='role',
            field=models.CharField(choices=[('committee_staff', 'Committee staff'), ('committee_member', 'Committee member'), ('guidance', 'Guidance section'), ('county_lead', 'Member in charge of a county'), ('provincial_secretary', 'Provincial chief secretary'), ('provincial_chair', 'Chair of the provincial people’s committee'), ('county_secretary', 'City or county chief secretary'), ('county_chair', 'Chair of the city or county people’s committee'), ('county_staff', 'City or county staff'), ('design_unit', 'Design unit'), ('construction_unit', 'Construction unit'), ('operation_unit', 'Operation unit'), ('inspector', 'Inspector'), ('institution', 'Ministry, institution or supplier'), ('analyst', 'Analyst'), ('administrator', 'Administrator')], max_length=24, verbose_name='role'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organization',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_organizationevent" ("code", "county_id", "demonstration", "ended_on", "id", "kind", "merged_into_id", "name_en", "name_ko", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "province_id") VALUES (NEW."code", NEW."county_id", NEW."demonstration", NEW."ended_on", NEW."id", NEW."kind", NEW."merged_into_id", NEW."name_en", NEW."name_ko", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."province_id"); RETURN NULL;', hash='7fef8da1911014baff3d8867a79bc163a21bbe49', operation='INSERT', pgid='pgtrigger_insert_insert_e3b1a', table='committees_organization', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organization',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "committees_organizationevent" ("code", "county_id", "demonstration", "ended_on", "id", "kind", "merged_into_id", "name_en", "name_ko", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "province_id") VALUES (NEW."code", NEW."county_id", NEW."demonstration", NEW."ended_on", NEW."id", NEW."kind", NEW."merged_into_id", NEW."name_en", NEW."name_ko", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."province_id"); RETURN NULL;', hash='85a6fec3deaa30c18773f328e211434d272adc26', operation='UPDATE', pgid='pgtrigger_update_update_5f9a9', table='committees_organization', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organization',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_organizationevent" ("code", "county_id", "demonstration", "ended_on", "id", "kind", "merged_into_id", "name_en", "name_ko", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "province_id") VALUES (OLD."code", OLD."county_id", OLD."demonstration", OLD."ended_on", OLD."id", OLD."kind", OLD."merged_into_id", OLD."name_en", OLD."name_ko", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."province_id"); RETURN NULL;', hash='3d885ab0c74b94d57db04b4465b3a6d7efc1c5a6', operation='DELETE', pgid='pgtrigger_delete_delete_1f7b1', table='committees_organization', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='post',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_postevent" ("body_id", "county_id", "deputy", "deputy_of_id", "ends_on", "id", "official_id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "province_id", "role", "starts_on") VALUES (NEW."body_id", NEW."county_id", NEW."deputy", NEW."deputy_of_id", NEW."ends_on", NEW."id", NEW."official_id", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."province_id", NEW."role", NEW."starts_on"); RETURN NULL;', hash='cd1f1e5aadaa99aa3ea50adde0225b85f443bab1', operation='INSERT', pgid='pgtrigger_insert_insert_1f35a', table='committees_post', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='post',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "committees_postevent" ("body_id", "county_id", "deputy", "deputy_of_id", "ends_on", "id", "official_id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "province_id", "role", "starts_on") VALUES (NEW."body_id", NEW."county_id", NEW."deputy", NEW."deputy_of_id", NEW."ends_on", NEW."id", NEW."official_id", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."province_id", NEW."role", NEW."starts_on"); RETURN NULL;', hash='d8fb1f4143075507147a3efb10f8c8931bbd0198', operation='UPDATE', pgid='pgtrigger_update_update_e2454', table='committees_post', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='post',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_postevent" ("body_id", "county_id", "deputy", "deputy_of_id", "ends_on", "id", "official_id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "province_id", "role", "starts_on") VALUES (OLD."body_id", OLD."county_id", OLD."deputy", OLD."deputy_of_id", OLD."ends_on", OLD."id", OLD."official_id", OLD."organization_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."province_id", OLD."role", OLD."starts_on"); RETURN NULL;', hash='249d75d923fd9ec88a4be083485bb620188be7e3', operation='DELETE', pgid='pgtrigger_delete_delete_f7007', table='committees_post', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='organization_merged_into_another', violation_error_message='A body cannot be merged into itself: choose another.'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), ('ended_on__isnull', False), _connector='OR'), name='organization_merged_has_ended', violation_error_message='A body that was merged has ended: give the day.'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('deputy_of__isnull', True), ('deputy', True), _connector='OR'), name='post_deputy_of_says_so', violation_error_message='Only a deputy’s post names whom it stands in for.'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('county__isnull', True), ('organization__isnull', True), ('province__isnull', True), ('role__in', ['committee_staff', 'committee_member', 'guidance', 'analyst', 'administrator'])), models.Q(('county__isnull', True), ('organization__isnull', True), ('province__isnull', False), ('role__in', ['provincial_secretary', 'provincial_chair'])), models.Q(('county__isnull', False), ('organization__isnull', True), ('province__isnull', True), ('role__in', ['county_lead', 'county_secretary', 'county_chair', 'county_staff'])), models.Q(('county__isnull', True), ('organization__isnull', False), ('province__isnull', True), ('role__in', ['design_unit', 'construction_unit', 'operation_unit', 'inspector', 'institution'])), _connector='OR'), name='post_names_its_scope', violation_error_message='A provincial post names its province, a county post its county, a unit’s post its body, and a national post none of them.'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='county',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='factories.county', verbose_name='county'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='project',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='factories.factoryproject', verbose_name='factory'),
        ),
        migrations.AddField(
            model_name='agendaitemevent',
            name='county',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='factories.county', verbose_name='county'),
        ),
        migrations.AddField(
            model_name='agendaitemevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='agendaitemevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='committees.agendaitem'),
        ),
        migrations.AddField(
            model_name='agendaitemevent',
            name='project',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='factories.factoryproject', verbose_name='factory'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.post'),
        ),
        migrations.AddField(
            model_name='attendanceevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='attendanceevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='committees.attendance'),
        ),
        migrations.AddField(
            model_name='comment',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.post'),
        ),
        migrations.AddField(
            model_name='comment',
            name='finding',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='factories.finding'),
        ),
        migrations.AddField(
            model_name='comment',
            name='production_return',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='factories.productionreturn'),
        ),
        migrations.AddField(
            model_name='comment',
            name='project',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='factories.factoryproject'),
        ),
        migrations.AddField(
            model_name='comment',
            name='reply_to',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='committees.comment'),
        ),
        migrations.AddField(
            model_name='comment',
            name='status_return',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='factories.statusreturn'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='comment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='committees.comment'),
        ),
        migrations.AddField(
            model_name='committee',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='committees.organization', verbose_name='body'),
        ),
        migrations.AddField(
            model_name='committeeevent',
            name='organization',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.organization', verbose_name='body'),
        ),
        migrations.AddField(
            model_name='committeeevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='committeeevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='committees.committee'),
        ),
        migrations.AddField(
            model_name='countycharge',
            name='county',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='factories.county', verbose_name='county'),
        ),
        migrations.AddField(
            model_name='countycharge',
            name='official',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='committees.official', verbose_name='official'),
        ),
        migrations.AddField(
            model_name='countychargeevent',
            name='county',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='factories.county', verbose_name='county'),
        ),
        migrations.AddField(
            model_name='countychargeevent',
            name='official',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.official', verbose_name='official'),
        ),
        migrations.AddField(
            model_name='countychargeevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='countychargeevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='committees.countycharge'),
        ),
        migrations.AddField(
            model_name='decision',
            name='counties',
            field=models.ManyToManyField(blank=True, related_name='decisions', to='factories.county', verbose_name='counties'),
        ),
        migrations.AddField(
            model_name='decision',
            name='item',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='committees.agendaitem', verbose_name='point'),
        ),
        migrations.AddField(
            model_name='decision',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='committees.organization', verbose_name='owner'),
        ),
        migrations.AddField(
            model_name='decision',
            name='projects',
            field=models.ManyToManyField(blank=True, related_name='decisions', to='factories.factoryproject', verbose_name='factories'),
        ),
        migrations.AddField(
            model_name='comment',
            name='decision',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='committees.decision'),
        ),
        migrations.AddField(
            model_name='agendaitemevent',
            name='decision',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.decision'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agenda_items', to='committees.decision'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='item',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.agendaitem', verbose_name='point'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='owner',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.organization', verbose_name='owner'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='committees.decision'),
        ),
        migrations.AddField(
            model_name='decisionstep',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.post'),
        ),
        migrations.AddField(
            model_name='decisionstep',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='committees.decision'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='step',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='committees.decisionstep'),
        ),
        migrations.AddField(
            model_name='formername',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.post'),
        ),
        migrations.AddField(
            model_name='formername',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_names', to='committees.organization'),
        ),
        migrations.AddField(
            model_name='guidanceaddress',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guidance', to='committees.organization', verbose_name='to'),
        ),
        migrations.AddField(
            model_name='guidancenote',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.post'),
        ),
        migrations.AddField(
            model_name='guidancenote',
            name='county',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='factories.county', verbose_name='county'),
        ),
        migrations.AddField(
            model_name='guidancenote',
            name='project',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='factories.factoryproject', verbose_name='factory'),
        ),
        migrations.AddField(
            model_name='guidanceaddress',
            name='note',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addresses', to='committees.guidancenote'),
        ),
        migrations.AddField(
            model_name='guidancereply',
            name='address',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='committees.guidanceaddress'),
        ),
        migrations.AddField(
            model_name='guidancereply',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.post'),
        ),
        migrations.AddField(
            model_name='mailing',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mailings', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='meeting',
            name='closed_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.post'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='committees.committee', verbose_name='committee'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='meeting',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.meeting', verbose_name='meeting'),
        ),
        migrations.AddField(
            model_name='decision',
            name='meeting',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='committees.meeting', verbose_name='meeting'),
        ),
        migrations.AddField(
            model_name='attendanceevent',
            name='meeting',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.meeting'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='committees.meeting'),
        ),
        migrations.AddField(
            model_name='agendaitemevent',
            name='meeting',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.meeting'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='committees.meeting'),
        ),
        migrations.AddField(
            model_name='meetingevent',
            name='closed_by',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.post'),
        ),
        migrations.AddField(
            model_name='meetingevent',
            name='committee',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.committee', verbose_name='committee'),
        ),
        migrations.AddField(
            model_name='meetingevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='meetingevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='committees.meeting'),
        ),
        migrations.AddField(
            model_name='membership',
            name='committee',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='committees.committee', verbose_name='committee'),
        ),
        migrations.AddField(
            model_name='membership',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='committees.organization', verbose_name='body'),
        ),
        migrations.AddField(
            model_name='membership',
            name='post',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='committees.post', verbose_name='held by'),
        ),
        migrations.AddField(
            model_name='meetingevent',
            name='chair',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.membership', verbose_name='presided by'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='chair',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.membership', verbose_name='presided by'),
        ),
        migrations.AddField(
            model_name='attendanceevent',
            name='member',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.membership', verbose_name='member'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='committees.membership', verbose_name='member'),
        ),
        migrations.AddField(
            model_name='membershipevent',
            name='committee',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.committee', verbose_name='committee'),
        ),
        migrations.AddField(
            model_name='membershipevent',
            name='organization',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.organization', verbose_name='body'),
        ),
        migrations.AddField(
            model_name='membershipevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='membershipevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='committees.membership'),
        ),
        migrations.AddField(
            model_name='membershipevent',
            name='post',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.post', verbose_name='held by'),
        ),
        migrations.AddField(
            model_name='mention',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='committees.comment'),
        ),
        migrations.AddField(
            model_name='mention',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='committees.post'),
        ),
        migrations.AddField(
            model_name='notification',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mailing',
            name='notification',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mailings', to='committees.notification'),
        ),
        migrations.AddField(
            model_name='notificationchoice',
            name='user',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='notification_choice', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='projectrole',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='committees.organization', verbose_name='body'),
        ),
        migrations.AddField(
            model_name='projectrole',
            name='project',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='factories.factoryproject', verbose_name='factory'),
        ),
        migrations.AddField(
            model_name='projectroleevent',
            name='organization',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.organization', verbose_name='body'),
        ),
        migrations.AddField(
            model_name='projectroleevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='projectroleevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='committees.projectrole'),
        ),
        migrations.AddField(
            model_name='projectroleevent',
            name='project',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='factories.factoryproject', verbose_name='factory'),
        ),
        migrations.AddField(
            model_name='request',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests_made', to='committees.organization', verbose_name='owed to'),
        ),
        migrations.AddField(
            model_name='request',
            name='county',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='factories.county', verbose_name='county'),
        ),
        migrations.AddField(
            model_name='request',
            name='owed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests_owed', to='committees.organization', verbose_name='blocked by'),
        ),
        migrations.AddField(
            model_name='request',
            name='project',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='factories.factoryproject', verbose_name='factory'),
        ),
        migrations.AddField(
            model_name='decisionevent',
            name='request',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.request', verbose_name='request'),
        ),
        migrations.AddField(
            model_name='decision',
            name='request',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='committees.request', verbose_name='request'),
        ),
        migrations.AddField(
            model_name='agendaitemevent',
            name='request',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.request'),
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='request',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agenda_items', to='committees.request'),
        ),
        migrations.AddField(
            model_name='requestevent',
            name='asked_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.organization', verbose_name='owed to'),
        ),
        migrations.AddField(
            model_name='requestevent',
            name='county',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='factories.county', verbose_name='county'),
        ),
        migrations.AddField(
            model_name='requestevent',
            name='owed_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.organization', verbose_name='blocked by'),
        ),
        migrations.AddField(
            model_name='requestevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='requestevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='committees.request'),
        ),
        migrations.AddField(
            model_name='requestevent',
            name='project',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='factories.factoryproject', verbose_name='factory'),
        ),
        migrations.AddField(
            model_name='requeststep',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.post'),
        ),
        migrations.AddField(
            model_name='requeststep',
            name='owed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.organization'),
        ),
        migrations.AddField(
            model_name='requeststep',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='committees.request'),
        ),
        migrations.AddField(
            model_name='visit',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.post'),
        ),
        migrations.AddField(
            model_name='visit',
            name='charge',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='committees.countycharge', verbose_name='member in charge'),
        ),
        migrations.AddField(
            model_name='visit',
            name='county',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='factories.county', verbose_name='county'),
        ),
        migrations.AddField(
            model_name='requestevent',
            name='visit',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.visit', verbose_name='visit'),
        ),
        migrations.AddField(
            model_name='request',
            name='visit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='committees.visit', verbose_name='visit'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.post'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='comment',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='committees.comment'),
        ),
        migrations.AddConstraint(
            model_name='committee',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='committee_term_ends_after_it_starts', violation_error_message='The term ends on or after the day it starts: correct one of the dates.'),
        ),
        migrations.AddConstraint(
            model_name='committee',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('organization', '='), (models.Func(django.db.models.functions.comparison.Least('starts_on', 'ends_on'), 'ends_on', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='committee_terms_do_not_overlap', violation_error_message='Another term of this committee runs on some of these days.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='committee',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_committeeevent" ("basis", "demonstration", "ends_on", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."basis", NEW."demonstration", NEW."ends_on", NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on"); RETURN NULL;', hash='244005d85306e3293dfb920c3f82d87e7611a93c', operation='INSERT', pgid='pgtrigger_insert_insert_c3cc6', table='committees_committee', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='committee',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "committees_committeeevent" ("basis", "demonstration", "ends_on", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."basis", NEW."demonstration", NEW."ends_on", NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on"); RETURN NULL;', hash='d0fcde3572f1f471d5aecb8471bd803c92da4461', operation='UPDATE', pgid='pgtrigger_update_update_9aa6e', table='committees_committee', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='committee',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_committeeevent" ("basis", "demonstration", "ends_on", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (OLD."basis", OLD."demonstration", OLD."ends_on", OLD."id", OLD."organization_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on"); RETURN NULL;', hash='48bf063ce8191cc26a36ab6c0a507a030498c0c6', operation='DELETE', pgid='pgtrigger_delete_delete_7c923', table='committees_committee', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='countycharge',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='charge_ends_after_it_starts', violation_error_message='A charge ends on or after the day it starts: correct one of the dates.'),
        ),
        migrations.AddConstraint(
            model_name='countycharge',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('county', '='), (models.Func(django.db.models.functions.comparison.Least('starts_on', 'ends_on'), 'ends_on', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='charge_once_per_county', violation_error_message='Another member is in charge of this county on some of these days: end that charge the day before.'),
        ),
        migrations.AddConstraint(
            model_name='countycharge',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('official', '='), (models.Func(django.db.models.functions.comparison.Least('starts_on', 'ends_on'), 'ends_on', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='charge_once_per_official', violation_error_message='This member is in charge of another county on some of these days: nobody has two at once.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='countycharge',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_countychargeevent" ("county_id", "demonstration", "ends_on", "handover", "id", "official_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "title", "title_ko") VALUES (NEW."county_id", NEW."demonstration", NEW."ends_on", NEW."handover", NEW."id", NEW."official_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."title", NEW."title_ko"); RETURN NULL;', hash='8a27e67accaef7b5594fe501416df08ed5ac9c4f', operation='INSERT', pgid='pgtrigger_insert_insert_aeb7d', table='committees_countycharge', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='countycharge',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "committees_countychargeevent" ("county_id", "demonstration", "ends_on", "handover", "id", "official_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "title", "title_ko") VALUES (NEW."county_id", NEW."demonstration", NEW."ends_on", NEW."handover", NEW."id", NEW."official_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on", NEW."title", NEW."title_ko"); RETURN NULL;', hash='9ac8e67665325a067a0833faccbfb6c7104be0bf', operation='UPDATE', pgid='pgtrigger_update_update_360b4', table='committees_countycharge', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='countycharge',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_countychargeevent" ("county_id", "demonstration", "ends_on", "handover", "id", "official_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "title", "title_ko") VALUES (OLD."county_id", OLD."demonstration", OLD."ends_on", OLD."handover", OLD."id", OLD."official_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on", OLD."title", OLD."title_ko"); RETURN NULL;', hash='69e25ab6f4efea8bf33404b69d05bba502d8d188', operation='DELETE', pgid='pgtrigger_delete_delete_26521', table='committees_countycharge', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision__isnull', True), ('finding__isnull', True), ('production_return__isnull', True), ('project__isnull', False), ('status_return__isnull', True)), models.Q(('decision__isnull', True), ('finding__isnull', True), ('production_return__isnull', True), ('project__isnull', True), ('status_return__isnull', False)), models.Q(('decision__isnull', True), ('finding__isnull', True), ('production_return__isnull', False), ('project__isnull', True), ('status_return__isnull', True)), models.Q(('decision__isnull', True), ('finding__isnull', False), ('production_return__isnull', True), ('project__isnull', True), ('status_return__isnull', True)), models.Q(('decision__isnull', False), ('finding__isnull', True), ('production_return__isnull', True), ('project__isnull', True), ('status_return__isnull', True)), _connector='OR'), name='comment_about_one_thing', violation_error_message='A comment is about one thing: open its page and write there.'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_says_something', violation_error_message='Write the comment.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='106c0805b4a03085350eecf17a8e8e0136cd13fd', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_9d1ee', table='committees_comment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decisionstep',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='fb94fc75143f39f2862ec424d878909c4a5d5207', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_9dd11', table='committees_decisionstep', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', False), ('step__isnull', True)), models.Q(('comment__isnull', True), ('step__isnull', False)), _connector='OR'), name='attachment_of_one_thing', violation_error_message='A file belongs to one comment or to one step.'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('bytes__gt', 0), ('sha256__regex', '^[0-9a-f]{64}$')), name='attachment_not_empty', violation_error_message='The file is empty: choose another.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e92ab45712c301f0e2c35d9f8f88dfc0b8227fd7', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_414fa', table='committees_attachment', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='formername',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='former_name_with_a_reason', violation_error_message='Say why the body is renamed: its former name is kept.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formername',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='aa6087ffc3c4844e51317295f2a382fc7ccc7699', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_18837', table='committees_formername', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='guidancenote',
            constraint=models.CheckConstraint(condition=models.Q(('project__isnull', True), ('county__isnull', True), _connector='OR'), name='guidance_one_subject', violation_error_message='Name the factory or the county, not both: a factory has its county.'),
        ),
        migrations.AddConstraint(
            model_name='guidancenote',
            constraint=models.CheckConstraint(condition=models.Q(('reply_by__gte', models.F('written_on'))), name='guidance_reply_by_after_it_is_written', violation_error_message='A reply is due on or after the day the note is written: correct the date.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guidancenote',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a5781e11b83f69d760e7ff9160312cad6b40a714', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_b9eb0', table='committees_guidancenote', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='guidanceaddress',
            constraint=models.UniqueConstraint(fields=('note', 'organization'), name='guidance_once_per_body'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guidanceaddress',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='21995a993ec1310a6dd8ab7a72213cfeaddf6c9f', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_34238', table='committees_guidanceaddress', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='guidancereply',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='guidance_reply_says_something', violation_error_message='Write the reply.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='guidancereply',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='99c589ddc8b6f4f17b0a8ddb1bc34ddda117a863', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_1ec28', table='committees_guidancereply', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='membership_ends_after_it_starts', violation_error_message='A membership ends on or after the day it starts: correct one of the dates.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('chair', True)), expressions=[('committee', '='), (models.Func(django.db.models.functions.comparison.Least('starts_on', 'ends_on'), 'ends_on', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='committee_one_chair_at_a_time', violation_error_message='Another member presides on some of these days: end that first.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('committee', '='), ('organization', '='), ('title', '='), (models.Func(django.db.models.functions.comparison.Least('starts_on', 'ends_on'), 'ends_on', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='membership_once_at_a_time', violation_error_message='This post of the body is a member already on some of these days.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_membershipevent" ("chair", "committee_id", "ends_on", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "starts_on", "title", "title_ko") VALUES (NEW."chair", NEW."committee_id", NEW."ends_on", NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."post_id", NEW."starts_on", NEW."title", NEW."title_ko"); RETURN NULL;', hash='0cac9b1a944da29b01b36588847a97ce772091d5', operation='INSERT', pgid='pgtrigger_insert_insert_1eba4', table='committees_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "committees_membershipevent" ("chair", "committee_id", "ends_on", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "starts_on", "title", "title_ko") VALUES (NEW."chair", NEW."committee_id", NEW."ends_on", NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."post_id", NEW."starts_on", NEW."title", NEW."title_ko"); RETURN NULL;', hash='4a84883506ee8dcad0412f42235ac62a5f05adf7', operation='UPDATE', pgid='pgtrigger_update_update_e3ad4', table='committees_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_membershipevent" ("chair", "committee_id", "ends_on", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "starts_on", "title", "title_ko") VALUES (OLD."chair", OLD."committee_id", OLD."ends_on", OLD."id", OLD."organization_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."post_id", OLD."starts_on", OLD."title", OLD."title_ko"); RETURN NULL;', hash='5f9077661063a36e2448cffa96eee9297e2605da', operation='DELETE', pgid='pgtrigger_delete_delete_6f1ba', table='committees_membership', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(fields=('committee', 'number'), name='meeting_number_once', violation_error_message='A meeting of this number is there already: load the page again.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'minuted'), _negated=True), models.Q(models.Q(('minutes', ''), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='meeting_closed_with_its_minutes', violation_error_message='Write the minutes before they are closed.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_meetingevent" ("chair_id", "closed_at", "closed_by_id", "committee_id", "demonstration", "held_on", "id", "minutes", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "state", "version") VALUES (NEW."chair_id", NEW."closed_at", NEW."closed_by_id", NEW."committee_id", NEW."demonstration", NEW."held_on", NEW."id", NEW."minutes", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."state", NEW."version"); RETURN NULL;', hash='031b366c8edc2a10629ba39c4f52080eb80fb5c0', operation='INSERT', pgid='pgtrigger_insert_insert_5f0e0', table='committees_meeting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "committees_meetingevent" ("chair_id", "closed_at", "closed_by_id", "committee_id", "demonstration", "held_on", "id", "minutes", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "state", "version") VALUES (NEW."chair_id", NEW."closed_at", NEW."closed_by_id", NEW."committee_id", NEW."demonstration", NEW."held_on", NEW."id", NEW."minutes", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."state", NEW."version"); RETURN NULL;', hash='c2351d83aa1442ea33e379750369ea737417d88b', operation='UPDATE', pgid='pgtrigger_update_update_a4ccf', table='committees_meeting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_meetingevent" ("chair_id", "closed_at", "closed_by_id", "committee_id", "demonstration", "held_on", "id", "minutes", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "state", "version") VALUES (OLD."chair_id", OLD."closed_at", OLD."closed_by_id", OLD."committee_id", OLD."demonstration", OLD."held_on", OLD."id", OLD."minutes", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."state", OLD."version"); RETURN NULL;', hash='9a03022e104aa4e267213d184ce41d9de5a47a25', operation='DELETE', pgid='pgtrigger_delete_delete_e1895', table='committees_meeting', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(fields=('meeting', 'member'), name='attendance_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attendance',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_attendanceevent" ("id", "meeting_id", "member_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presence") VALUES (NEW."id", NEW."meeting_id", NEW."member_id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."presence"); RETURN NULL;', hash='1bb844de8ae3802aa56d72e0236657376a65ff7e', operation='INSERT', pgid='pgtrigger_insert_insert_ab33c', table='committees_attendance', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attendance',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "committees_attendanceevent" ("id", "meeting_id", "member_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presence") VALUES (NEW."id", NEW."meeting_id", NEW."member_id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."presence"); RETURN NULL;', hash='25c49dfc440d7cab7258ef320920631282562462', operation='UPDATE', pgid='pgtrigger_update_update_7fca7', table='committees_attendance', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attendance',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_attendanceevent" ("id", "meeting_id", "member_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "presence") VALUES (OLD."id", OLD."meeting_id", OLD."member_id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."presence"); RETURN NULL;', hash='6f9af626f7f79a1c5f1427bc26c38076ad6e2c59', operation='DELETE', pgid='pgtrigger_delete_delete_1ef6a', table='committees_attendance', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='mention',
            constraint=models.UniqueConstraint(fields=('comment', 'post'), name='mentioned_once_per_comment'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mention',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c1fb14c126e82998c16127ec511546902b5f5322', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_1c354', table='committees_mention', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(fields=['user', 'read_at'], name='notification_of_user'),
        ),
        migrations.AddConstraint(
            model_name='notification',
            constraint=models.UniqueConstraint(fields=('user', 'event'), name='notified_once_of_an_event'),
        ),
        migrations.AddConstraint(
            model_name='mailing',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'digest')), fields=('user', 'day'), name='one_digest_a_day'),
        ),
        migrations.AddConstraint(
            model_name='mailing',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'urgent')), fields=('notification',), name='one_mail_for_an_urgent_notification'),
        ),
        migrations.AddConstraint(
            model_name='mailing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('day__isnull', False), ('kind', 'digest'), ('notification__isnull', True)), models.Q(('day__isnull', True), ('kind', 'urgent'), ('notification__isnull', False)), _connector='OR'), name='mailing_is_of_something'),
        ),
        migrations.AddConstraint(
            model_name='projectrole',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='role_ends_after_it_starts', violation_error_message='A role ends on or after the day it starts: correct one of the dates.'),
        ),
        migrations.AddConstraint(
            model_name='projectrole',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('part__in', ['design', 'construction', 'operation', 'inspection'])), expressions=[('project', '='), ('part', '='), (models.Func(django.db.models.functions.comparison.Least('starts_on', 'ends_on'), 'ends_on', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='role_of_a_unit_once_at_a_time', violation_error_message='One body at a time designs, builds, operates or inspects a factory: end the other’s role first.'),
        ),
        migrations.AddConstraint(
            model_name='projectrole',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('project', '='), ('organization', '='), ('part', '='), (models.Func(django.db.models.functions.comparison.Least('starts_on', 'ends_on'), 'ends_on', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='role_of_a_body_once_at_a_time', violation_error_message='This body has this part in the factory already within these days.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectrole',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_projectroleevent" ("demonstration", "ends_on", "id", "note", "organization_id", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "starts_on") VALUES (NEW."demonstration", NEW."ends_on", NEW."id", NEW."note", NEW."organization_id", NEW."part", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."starts_on"); RETURN NULL;', hash='7fedc98246b547bc2b510a7c442a23e77e551523', operation='INSERT', pgid='pgtrigger_insert_insert_9048a', table='committees_projectrole', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectrole',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "committees_projectroleevent" ("demonstration", "ends_on", "id", "note", "organization_id", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "starts_on") VALUES (NEW."demonstration", NEW."ends_on", NEW."id", NEW."note", NEW."organization_id", NEW."part", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."starts_on"); RETURN NULL;', hash='02050e931d70b4465104835a402075d979ac46b1', operation='UPDATE', pgid='pgtrigger_update_update_2b1b9', table='committees_projectrole', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectrole',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_projectroleevent" ("demonstration", "ends_on", "id", "note", "organization_id", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "starts_on") VALUES (OLD."demonstration", OLD."ends_on", OLD."id", OLD."note", OLD."organization_id", OLD."part", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."starts_on"); RETURN NULL;', hash='a5e1f5700e9a700550e85001639412dff8a6036b', operation='DELETE', pgid='pgtrigger_delete_delete_2be7f', table='committees_projectrole', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['owner', 'state'], name='decision_of_owner'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='decision_has_a_text', violation_error_message='Write down what was decided.'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('made_on'))), name='decision_due_after_it_was_made', violation_error_message='A decision is due on or after the day it is made: correct the date.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_decisionevent" ("demonstration", "due_on", "id", "item_id", "made_on", "meeting_id", "number", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id", "state", "text") VALUES (NEW."demonstration", NEW."due_on", NEW."id", NEW."item_id", NEW."made_on", NEW."meeting_id", NEW."number", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."request_id", NEW."state", NEW."text"); RETURN NULL;', hash='8b58579634e1ebb877577f55b5934e1106d61676', operation='INSERT', pgid='pgtrigger_insert_insert_8fda8', table='committees_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "committees_decisionevent" ("demonstration", "due_on", "id", "item_id", "made_on", "meeting_id", "number", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id", "state", "text") VALUES (NEW."demonstration", NEW."due_on", NEW."id", NEW."item_id", NEW."made_on", NEW."meeting_id", NEW."number", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."request_id", NEW."state", NEW."text"); RETURN NULL;', hash='d8c37ebe1503a1fb2daa8853ee5b9d95b79c27c9', operation='UPDATE', pgid='pgtrigger_update_update_62c93', table='committees_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_decisionevent" ("demonstration", "due_on", "id", "item_id", "made_on", "meeting_id", "number", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id", "state", "text") VALUES (OLD."demonstration", OLD."due_on", OLD."id", OLD."item_id", OLD."made_on", OLD."meeting_id", OLD."number", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."request_id", OLD."state", OLD."text"); RETURN NULL;', hash='69c530a4cdce678a3fcfd6468cc8706c1d0cd8da', operation='DELETE', pgid='pgtrigger_delete_delete_e555d', table='committees_decision', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('meeting', 'order'), name='agenda_order_once'),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(condition=models.Q(('request__isnull', False)), fields=('meeting', 'request'), name='agenda_request_once', violation_error_message='This request is on the agenda already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agendaitem',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_agendaitemevent" ("county_id", "decision_id", "details", "dropped", "id", "meeting_id", "order", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "request_id", "source", "title") VALUES (NEW."county_id", NEW."decision_id", NEW."details", NEW."dropped", NEW."id", NEW."meeting_id", NEW."order", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."request_id", NEW."source", NEW."title"); RETURN NULL;', hash='413bdb58cda525fc9d03e1c329d4b75755452525', operation='INSERT', pgid='pgtrigger_insert_insert_f595c', table='committees_agendaitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agendaitem',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "committees_agendaitemevent" ("county_id", "decision_id", "details", "dropped", "id", "meeting_id", "order", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "request_id", "source", "title") VALUES (NEW."county_id", NEW."decision_id", NEW."details", NEW."dropped", NEW."id", NEW."meeting_id", NEW."order", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."request_id", NEW."source", NEW."title"); RETURN NULL;', hash='04cd7b66c2537b16d7500fb07dbd0832de34abbf', operation='UPDATE', pgid='pgtrigger_update_update_43e2b', table='committees_agendaitem', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agendaitem',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_agendaitemevent" ("county_id", "decision_id", "details", "dropped", "id", "meeting_id", "order", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "request_id", "source", "title") VALUES (OLD."county_id", OLD."decision_id", OLD."details", OLD."dropped", OLD."id", OLD."meeting_id", OLD."order", OLD."outcome", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."request_id", OLD."source", OLD."title"); RETURN NULL;', hash='46f9262e47917ed7a15bc34f30fff97507e924a3', operation='DELETE', pgid='pgtrigger_delete_delete_d0d13', table='committees_agendaitem', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='requeststep',
            index=models.Index(fields=['request', 'at'], name='step_of_request'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='requeststep',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3de86609e8748d58e5362cf017d0bccfab83cbc5', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_c300a', table='committees_requeststep', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('seen', ''), _negated=True), name='visit_says_what_was_seen', violation_error_message='Say what was seen.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='visit',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='70fd21c637c7d9cff5b84665fdca7f61824ce8a8', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_e8b7d', table='committees_visit', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['owed_by', 'state'], name='request_of_body'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['project', 'state'], name='request_of_project'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('project__isnull', True), ('county__isnull', True), _connector='OR'), name='request_one_subject', violation_error_message='Name the factory or the county, not both: a factory has its county.'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('project__isnull', False), ('county__isnull', False), _connector='OR'), name='request_names_a_subject', violation_error_message='Say for which factory or county it is needed.'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('asked_by', models.F('owed_by')), _negated=True), name='request_to_another_body', violation_error_message='A body asks nothing of itself: choose the body that is to act.'),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('asked_on'))), name='request_due_after_it_was_made', violation_error_message='A request is due on or after the day it is made: correct the date.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='request',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_requestevent" ("asked_by_id", "asked_on", "county_id", "delay_days", "demonstration", "details", "due_on", "id", "key", "level", "number", "owed_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "promised_on", "state", "visit_id", "what") VALUES (NEW."asked_by_id", NEW."asked_on", NEW."county_id", NEW."delay_days", NEW."demonstration", NEW."details", NEW."due_on", NEW."id", NEW."key", NEW."level", NEW."number", NEW."owed_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."promised_on", NEW."state", NEW."visit_id", NEW."what"); RETURN NULL;', hash='ef47372af2483bfdf2513fbcbde0e096ba1151de', operation='INSERT', pgid='pgtrigger_insert_insert_bf338', table='committees_request', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='request',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "committees_requestevent" ("asked_by_id", "asked_on", "county_id", "delay_days", "demonstration", "details", "due_on", "id", "key", "level", "number", "owed_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "promised_on", "state", "visit_id", "what") VALUES (NEW."asked_by_id", NEW."asked_on", NEW."county_id", NEW."delay_days", NEW."demonstration", NEW."details", NEW."due_on", NEW."id", NEW."key", NEW."level", NEW."number", NEW."owed_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."promised_on", NEW."state", NEW."visit_id", NEW."what"); RETURN NULL;', hash='12767c6ae2dd5c7688550e6a230aa66e76930569', operation='UPDATE', pgid='pgtrigger_update_update_558a7', table='committees_request', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='request',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_requestevent" ("asked_by_id", "asked_on", "county_id", "delay_days", "demonstration", "details", "due_on", "id", "key", "level", "number", "owed_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "promised_on", "state", "visit_id", "what") VALUES (OLD."asked_by_id", OLD."asked_on", OLD."county_id", OLD."delay_days", OLD."demonstration", OLD."details", OLD."due_on", OLD."id", OLD."key", OLD."level", OLD."number", OLD."owed_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."promised_on", OLD."state", OLD."visit_id", OLD."what"); RETURN NULL;', hash='c85f5f22d175acb289a05a4634d5e279b231cb31', operation='DELETE', pgid='pgtrigger_delete_delete_f1f1c', table='committees_request', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='withdrawal',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a110eb2be0fe7d96d033f6f19952f30e229bbab2', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_28b62', table='committees_withdrawal', when='BEFORE')),
        ),
    ]
