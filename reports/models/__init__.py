from reports.models.reports import AnnualReport, ReportChapter, ReportEvent, ReportFile, Status

__all__ = ["AnnualReport", "ReportChapter", "ReportEvent", "ReportFile", "Status"]
