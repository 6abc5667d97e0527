"""Funds on the pages: of one factory with every entry and its versions, and of all by province and county."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache

from committees.rights import Role
from factories.actions import funds as deeds
from factories.actions import returns
from factories.models import Commitment, Disbursement, Expenditure, FundAllocation, StatusReturn
from regional20x10.shared import clock
from tests import build, make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def project():
    return make.project(budget=Decimal(2_000_000))


@pytest.fixture
def staff(client):
    client.force_login(make.post().official.user)
    return client


def key(page):
    """The key that the form of `page` carries."""
    return page.context["form"]["key"].value()


def test_the_page_shows_plan_commitment_and_spending_with_dashes_for_what_is_unknown(staff, project):
    build.allocation(project, 1_000_000)
    build.disbursement(project, 400_000)

    html = staff.get(f"/en/projects/{project.code}/funds/").content.decode()

    assert "2,000,000 <small>KPW</small>" in html
    assert "50.0% of the budget" in html
    assert "400,000.00 not spent yet" in html
    assert "No commitment is entered." in html
    assert "not reported" in html


def test_an_allocation_is_entered_corrected_and_withdrawn_with_all_versions_to_be_seen(staff, project):
    address = f"/en/projects/{project.code}/funds/allocation/"
    said = {"year": "2026", "source": "state", "amount": "1 250 000,50", "reference": "Decision 7"}
    form = staff.get(address)

    first = staff.post(address, {**said, "key": key(form)})
    again = staff.post(address, {**said, "key": key(form)})
    row = FundAllocation.objects.get()
    corrected = staff.post(f"/en/funds/allocation/{row.pk}/correct/",
                           {**said, "amount": "1250000", "why": "The half is another's."})  # fmt: skip
    last = FundAllocation.objects.latest("pk")
    html = staff.get(f"/en/projects/{project.code}/funds/").content.decode()
    withdrawn = staff.post(f"/en/funds/allocation/{last.pk}/withdraw/", {"why": "It was for another factory."})
    after = staff.get(f"/en/projects/{project.code}/funds/").content.decode()

    assert [page.status_code for page in (first, again, corrected, withdrawn)] == [302] * 4
    assert row.amount == Decimal("1250000.50")
    assert "1,250,000.50 KPW" in html
    assert "The half is another&#x27;s." in html
    assert "It was for another factory." in after
    assert "Nothing is allocated yet" in after


def test_what_is_wrong_stands_beside_its_box_and_what_was_typed_stays(staff, project):
    address = f"/en/projects/{project.code}/funds/disbursement/"
    build.allocation(project, 100)
    said = {
        "key": key(staff.get(address)),
        "paid_on": "2026-10-01",
        "source": "state",
        "amount": "250",
        "reference": "P",
    }

    much = staff.post(address, said)
    nonsense = staff.post(address, {**said, "amount": "lots", "paid_on": "soon", "source": "heaven", "reference": ""})

    assert [page.status_code for page in (much, nonsense)] == [409, 409]
    assert "250.00 KPW would be disbursed and 100.00 allocated" in much.content.decode()
    assert 'value="250"' in much.content.decode()
    for sentence in ("Enter an amount, such as", "write it as 2026-10-01", "heaven is not one of", "lots"):
        assert sentence in nonsense.content.decode()
    assert not Disbursement.objects.exists()


@pytest.mark.parametrize("amount", ["1e308", "NaN", "-1", "0", "1,000,000", "inf", "9" * 60, "\x00", "½"])
def test_a_hostile_amount_is_answered_in_words(staff, project, amount):
    address = f"/en/projects/{project.code}/funds/allocation/"

    page = staff.post(address, {"year": "2026", "source": "state", "amount": amount, "reference": "D",
                                "key": key(staff.get(address))})  # fmt: skip

    assert page.status_code == 409
    assert not FundAllocation.objects.exists()


def test_a_construction_unit_commits_and_does_not_allocate(client, project):
    supplier = build.supplier()
    client.force_login(make.reporter(project).official.user)
    address = f"/en/projects/{project.code}/funds/commitment/"
    said = {
        "committed_on": "2026-10-01",
        "line": "building",
        "amount": "70",
        "contract": "C-9",
        "contractor": supplier.pk,
    }

    done = client.post(address, {**said, "key": key(client.get(address))})
    refused = client.get(f"/en/projects/{project.code}/funds/allocation/")
    html = client.get(f"/en/projects/{project.code}/funds/").content.decode()

    assert (done.status_code, refused.status_code) == (302, 403)
    assert Commitment.objects.get().contractor == supplier
    assert "Enter a commitment" in html
    assert "Enter an allocation" not in html


def test_on_an_earlier_day_the_page_shows_what_was_known_and_nothing_to_press(staff, project):
    row = build.allocation(project, 1000, at=make.moment(date(2026, 3, 1)))
    deeds.correct(row, amount=Decimal(900), why="Cut.", by=make.post(), at=make.moment(date(2026, 5, 1)))

    html = staff.get(f"/en/projects/{project.code}/funds/?as_of=2026-04-01").content.decode()

    assert "1,000.00" in html
    assert "900.00" not in html
    assert "Enter an allocation" not in html


def test_unknown_kinds_and_what_one_does_not_reach_are_404(client, project):
    row = build.allocation(project)
    client.force_login(make.post(Role.PROVINCIAL_SECRETARY).official.user)
    far = [f"projects/{project.code}/funds/", f"projects/{project.code}/funds/allocation/",
           f"funds/allocation/{row.pk}/correct/"]  # fmt: skip
    answers = [client.get(f"/en/{path}").status_code for path in far]
    client.force_login(make.post().official.user)
    answers += [client.get(f"/en/projects/{project.code}/funds/loan/").status_code]

    assert answers == [404] * 4


def test_what_is_overspent_is_said_with_the_reason_that_the_site_gave(staff, project):
    build.allocation(project, 500)
    row = make.draft(project)
    Expenditure.objects.create(status_return=row, line="building", amount=70)
    StatusReturn.objects.filter(pk=row.pk).update(overspent_because="The bank was closed.")
    before = staff.get(f"/en/projects/{project.code}/funds/").content.decode()
    returns.submit(row, revision=row.revision, by=row.saved_by, at=row.saved_at)

    html = staff.get(f"/en/projects/{project.code}/funds/").content.decode()

    assert "More is spent than was disbursed" not in before
    assert "70.00 KPW more is spent than was disbursed." in html
    assert "Reason given in the return of 1–10 Oct 2026: The bank was closed." in html


# --- all of them -----------------------------------------------------------------------------------------------------
def test_the_overview_adds_up_by_province_and_county_within_ones_reach(client, project):
    other, far = make.project(make.plan(make.county(project.plan.county.province))), make.project(currency="EUR")
    build.allocation(project, 1000)
    build.allocation(other, 500)
    build.allocation(far, 70)

    def seen(post):
        client.force_login(post.official.user)
        context = client.get("/en/funds/").context
        sums = [
            [(line.money.currency, line.money.allocated) for line in context[name]] for name in ("whole", "provinces")
        ]
        return [*sums, len(context["page"].object_list)]

    everything = [[("EUR", 70), ("KPW", 1500)], sorted([("KPW", 1500), ("EUR", 70)], reverse=True)]
    whole, provinces, counties = seen(make.post())

    assert [whole, sorted(provinces, reverse=True), counties] == [*everything, 3]
    assert seen(make.post(Role.PROVINCIAL_SECRETARY, where=project.plan.county.province)) == [
        [("KPW", 1500)], [("KPW", 1500)], 2,
    ]  # fmt: skip


def test_the_overview_is_filtered_and_given_as_a_file(staff, project):
    other = make.project()
    build.allocation(project, 1000)
    build.allocation(other, 500)

    page = staff.get(f"/en/funds/?county={project.plan.county.code}")
    file = staff.get(f"/en/funds.json?county={project.plan.county.code}").json()
    wrong = staff.get("/en/funds/?county=nowhere")

    assert [line.money.allocated for line in page.context["whole"]] == [1000]
    assert [(row["county"], row["allocated"], row["spent"]) for row in file["rows"]] == [
        (project.plan.county.code, 1000.0, None)
    ]
    assert wrong.status_code == 400


def test_the_page_of_a_factory_and_of_its_county_show_its_funds(staff, project):
    build.allocation(project, 1000)

    factory = staff.get(project.get_absolute_url()).content.decode()
    county = staff.get(project.plan.county.get_absolute_url()).content.decode()

    assert "All entries, by source and cost line" in factory
    assert "1,000 <small>KPW</small>" in factory
    assert "Allocated 1,000 KPW" in county
