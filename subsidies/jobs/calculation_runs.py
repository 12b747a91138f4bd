"""Works out everybody of a run, a thousand in one transaction."""

from pension.services.jobs import JobContext, handles
from pension.vocabulary.money import yuan
from subsidies.queries.calculations import case_ids_of_run, run_of
from subsidies.services.calculation_runs import RUN_JOB, finish_run
from subsidies.services.calculations import calculate_many
from subsidies.services.summaries import Summary

CHUNK = 1_000  # cases: about half a second in which nobody else writes


@handles(RUN_JOB)
def run_calculation(context: JobContext) -> str:
    """Work through the cases of a run; done again after a crash it finds most of it unchanged."""
    officer = context.job.owner
    run = run_of(context.params["run"], officer)
    keys = case_ids_of_run(run, officer)
    summary = Summary()
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        summary.add(
            calculate_many(
                part, run.rule_set, judged_on=run.judged_on, by=officer, at=context.clock()
            )
        )
        context.progress(start + len(part), len(keys))
    finish_run(run.pk, summary, by=officer, at=context.clock())
    missing = f"，{len(summary.missing)} 项参数未录入" if summary.missing else ""
    return f"核算 {summary.persons:,} 人，应补 {yuan(summary.total_fen)} 元{missing}"
