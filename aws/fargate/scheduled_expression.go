package fargate

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // so that time zones are known on machines that have no database of them

	"github.com/groundwork-go/groundwork/component"
)

const needSchedule = "rate(NUMBER minutes|hours|days), or cron(MINUTES HOURS DAY MONTH WEEKDAY YEAR) with ? for one of the days"

var (
	rateForm = regexp.MustCompile(`^rate\(([1-9][0-9]{0,4}) (minute|hour|day)(s?)\)$`)
	cronForm = regexp.MustCompile(`^cron\((\S+ \S+ \S+ \S+ \S+ \S+)\)$`)
)

// cronField is one of the six fields (EventBridge Scheduler user guide, schedule types).
type cronField struct {
	name      string
	low, high int
	words     []string       // for low, low+1, …
	also      *regexp.Regexp // further forms of the whole field
}

// The positions of the two days among the fields.
const (
	dayOfMonth = 2
	dayOfWeek  = 4
)

func cronFields() []cronField {
	months := []string{"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"}
	weekdays := []string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}
	return []cronField{
		{name: "minutes", low: 0, high: 59},
		{name: "hours", low: 0, high: 23},
		{name: "day of the month", low: 1, high: 31, also: regexp.MustCompile(`^(\?|L|LW|([1-9]|[12][0-9]|3[01])W)$`)},
		{name: "month", low: 1, high: 12, words: months},
		{name: "day of the week", low: 1, high: 7, words: weekdays, also: regexp.MustCompile(`^(\?|L|[1-7]L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)#[1-5])$`)},
		{name: "year", low: 1970, high: 2199},
	}
}

func checkSchedule(p *component.Problems, expression string) {
	const field = "Schedule"
	if parts := rateForm.FindStringSubmatch(expression); parts != nil {
		if parts[1] != "1" && parts[3] == "" {
			p.Add(field, parts[2]+"s with this number", expression)
		}
		return
	}
	parts := cronForm.FindStringSubmatch(expression)
	if parts == nil {
		p.Add(field, needSchedule, expression)
		return
	}
	values := strings.Split(parts[1], " ")
	for i, f := range cronFields() {
		if !f.accepts(values[i]) {
			p.Add(field, fmt.Sprintf("%s from %d to %d: a number, a range, a list, a step or *", f.name, f.low, f.high), values[i])
		}
	}
	if (values[dayOfMonth] == "?") == (values[dayOfWeek] == "?") {
		p.Add(field, "a question mark for one of day of the month and day of the week", expression)
	}
}

// accepts says whether every element of a list is *, a number, a range, or one of these with a step.
func (f cronField) accepts(text string) bool {
	if f.also != nil && f.also.MatchString(text) {
		return true
	}
	for _, each := range strings.Split(text, ",") {
		span, step, stepped := strings.Cut(each, "/")
		if n, err := strconv.Atoi(step); stepped && (err != nil || n < 1 || n > f.high) {
			return false
		}
		if span == "*" {
			continue
		}
		from, to, isRange := strings.Cut(span, "-")
		low, known := f.number(from)
		high, alsoKnown := f.number(to)
		if !known || isRange && (!alsoKnown || low > high) {
			return false
		}
	}
	return true
}

// number reads a value of the field; false for none.
func (f cronField) number(text string) (int, bool) {
	if i := slices.Index(f.words, text); i >= 0 {
		return f.low + i, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= f.low && n <= f.high && !strings.HasPrefix(text, "+")
}

func checkTimeZone(p *component.Problems, zone string) {
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
		p.Add("TimeZone", "the IANA name of a time zone, such as Europe/Berlin", zone)
	}
}
