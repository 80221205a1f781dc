package redis

import (
	"regexp"
	"strconv"

	"github.com/groundwork-go/groundwork/component"
)

// Times are minutes; a week begins on Monday at midnight UTC.
const (
	minutesADay    = 24 * 60
	minutesAWeek   = 7 * minutesADay
	shortestWindow = 60 // ElastiCache API reference, CreateReplicationGroup, for both windows
)

const clock = `([01][0-9]|2[0-3]):([0-5][0-9])`

var (
	dailyWindow  = regexp.MustCompile(`^` + clock + `-` + clock + `$`)
	weeklyWindow = regexp.MustCompile(`^(mon|tue|wed|thu|fri|sat|sun):` + clock + `-(mon|tue|wed|thu|fri|sat|sun):` + clock + `$`)
)

// window is a time that comes again: every day for a snapshot, every week for maintenance.
type window struct{ start, length int }

// parseDaily reads "23:30-00:30". A window may go past midnight; an end like its start is no window.
func parseDaily(text string) (window, bool) {
	m := dailyWindow.FindStringSubmatch(text)
	if m == nil {
		return window{}, false
	}
	start := minute(m[1], m[2])
	return window{start, (minute(m[3], m[4]) - start + minutesADay) % minutesADay}, true
}

// parseWeekly reads "sun:23:30-mon:00:30". A window may go past the end of the week.
func parseWeekly(text string) (window, bool) {
	m := weeklyWindow.FindStringSubmatch(text)
	if m == nil {
		return window{}, false
	}
	start := weekday(m[1])*minutesADay + minute(m[2], m[3])
	end := weekday(m[4])*minutesADay + minute(m[5], m[6])
	return window{start, (end - start + minutesAWeek) % minutesAWeek}, true
}

func minute(hours, minutes string) int {
	h, _ := strconv.Atoi(hours) // digits, by the pattern
	m, _ := strconv.Atoi(minutes)
	return h*60 + m
}

func weekday(name string) int {
	for i, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		if name == day {
			return i
		}
	}
	return 0 // one of the seven, by the pattern
}

// overlap says whether a weekly window shares a minute with any day's window. One that begins when the other ends does not.
func overlap(weekly, daily window) bool {
	if weekly.length == 0 || daily.length == 0 {
		return false
	}
	// Two intervals on a circle meet when either begins inside the other.
	for day := range 7 {
		start := day*minutesADay + daily.start
		if after(weekly.start, start) < weekly.length || after(start, weekly.start) < daily.length {
			return true
		}
	}
	return false
}

// after is how long after one minute of the week the other comes next.
func after(from, to int) int { return ((to-from)%minutesAWeek + minutesAWeek) % minutesAWeek }

func (args *ClusterArgs) checkWindows(p *component.Problems) {
	weekly, weeklyOK := parseWeekly(args.MaintenanceWindow)
	switch {
	case !weeklyOK:
		p.Add("MaintenanceWindow", "ddd:hh:mm-ddd:hh:mm in UTC, days in lower case, such as "+defaultMaintenanceWindow, args.MaintenanceWindow)
	case weekly.length < shortestWindow:
		p.Add("MaintenanceWindow", "60 minutes or more", args.MaintenanceWindow)
	}
	if args.DisableSnapshots {
		return
	}
	daily, dailyOK := parseDaily(args.SnapshotWindow)
	switch {
	case !dailyOK:
		p.Add("SnapshotWindow", "hh:mm-hh:mm in UTC, such as "+defaultSnapshotWindow, args.SnapshotWindow)
	case daily.length < shortestWindow:
		p.Add("SnapshotWindow", "60 minutes or more", args.SnapshotWindow)
	}
	if weeklyOK && dailyOK && overlap(weekly, daily) {
		p.Addf("MaintenanceWindow", "a time apart from SnapshotWindow", "%q with snapshots %q", args.MaintenanceWindow, args.SnapshotWindow)
	}
}
