"""Facts: rows that the database lets nobody change or delete once they are written."""

import pgtrigger

NO_CHANGE = pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
