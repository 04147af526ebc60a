"""A test of transactions leaves the ground that the next one stands on."""

import pytest
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from accounts.roles import EDITORS
from home.shipped import load_pages


@pytest.mark.django_db(transaction=True)
def test_a_test_of_transactions_empties_the_tables():
    Page.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_roots_are_there_after_it():
    assert Page.get_first_root_node() is not None
    assert Collection.get_first_root_node() is not None
    assert Site.objects.get(is_default_site=True).root_page.depth == 2
    assert GroupPagePermission.objects.filter(group__name=EDITORS).exists()
    assert GroupCollectionPermission.objects.filter(group__name=EDITORS).exists()
    load_pages()
