package simcloud

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	minutesOfDay  = 24 * 60
	minutesOfWeek = 7 * minutesOfDay
)

var (
	dailyForm  = regexp.MustCompile(`^([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])$`)
	weeklyForm = regexp.MustCompile(`^([a-z]{3}):([01][0-9]|2[0-3]):([0-5][0-9])-([a-z]{3}):([01][0-9]|2[0-3]):([0-5][0-9])$`)
	weekDays   = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
)

var (
	errDaily  = errors.New("hh24:mi-hh24:mi of 60 minutes or more")
	errWeekly = errors.New("ddd:hh24:mi-ddd:hh24:mi of 60 minutes or more")
)

// window is a time range of every day or of every week, in minutes. It may run over midnight or over the week's end.
type window struct{ start, length int }

// dailyWindow reads hh24:mi-hh24:mi.
func dailyWindow(s string) (window, error) {
	m := dailyForm.FindStringSubmatch(s)
	if m == nil {
		return window{}, errDaily
	}
	w := between(clock(m[1], m[2]), clock(m[3], m[4]), minutesOfDay)
	if w.length < 60 {
		return window{}, errDaily
	}
	return w, nil
}

// weeklyWindow reads ddd:hh24:mi-ddd:hh24:mi.
func weeklyWindow(s string) (window, error) {
	m := weeklyForm.FindStringSubmatch(strings.ToLower(s))
	if m == nil {
		return window{}, errWeekly
	}
	from, to := slices.Index(weekDays, m[1]), slices.Index(weekDays, m[4])
	if from < 0 || to < 0 {
		return window{}, errWeekly
	}
	w := between(from*minutesOfDay+clock(m[2], m[3]), to*minutesOfDay+clock(m[5], m[6]), minutesOfWeek)
	if w.length < 60 {
		return window{}, errWeekly
	}
	return w, nil
}

func between(start, end, cycle int) window { return window{start, (end - start + cycle) % cycle} }

// clock is a time of day in minutes; the forms hold that both are numbers.
func clock(hours, minutes string) int {
	h, _ := strconv.Atoi(hours)
	m, _ := strconv.Atoi(minutes)
	return h*60 + m
}

// meets tells whether a window of every day touches one of every week.
func (w window) meets(weekly window) bool {
	for day := range weekDays {
		start := day*minutesOfDay + w.start
		if between(start, weekly.start, minutesOfWeek).length < w.length || between(weekly.start, start, minutesOfWeek).length < weekly.length {
			return true
		}
	}
	return false
}
