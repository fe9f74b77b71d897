"""What every start of the web server has in common; the command line adds address and number of workers.

The access log names the path of a request: never its query string nor the page it came from (filters, and search
words as whoever wrote a link may have put them there), and not the visitor's program either.
"""

accesslog = "-"
access_log_format = '%(h)s %(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
worker_class = "mensenhandel.web_worker.Worker"
logger_class = "mensenhandel.access_log.AccessLog"
