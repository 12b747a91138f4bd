"""A kind of job for tests: everybody who holds a post may ask for it and open its files."""

from pension.services import jobs

TRIAL = jobs.declare("trial", posts=jobs.ANY_POST)
