package redis

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var days = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

func clockText(minute int) string {
	minute %= minutesADay
	return fmt.Sprintf("%02d:%02d", minute/60, minute%60)
}

func dailyText(start, length int) string {
	return clockText(start) + "-" + clockText(start+length)
}

func weeklyText(start, length int) string {
	end := (start + length) % minutesAWeek
	return days[start/minutesADay] + ":" + clockText(start) + "-" + days[end/minutesADay] + ":" + clockText(end)
}

// share counts minute by minute, which is slow and plainly right.
func share(weekly, daily window) bool {
	var taken [minutesAWeek]bool
	for m := range weekly.length {
		taken[(weekly.start+m)%minutesAWeek] = true
	}
	for day := range 7 {
		for m := range daily.length {
			if taken[(day*minutesADay+daily.start+m)%minutesAWeek] {
				return true
			}
		}
	}
	return false
}

func checkOverlap(t *testing.T, weeklyStart, weeklyLength, dailyStart, dailyLength int) {
	t.Helper()
	weekly, ok := parseWeekly(weeklyText(weeklyStart, weeklyLength))
	require.True(t, ok)
	require.Equal(t, window{weeklyStart, weeklyLength}, weekly, "the text gives back what it was made of")
	daily, ok := parseDaily(dailyText(dailyStart, dailyLength))
	require.True(t, ok)
	require.Equal(t, window{dailyStart, dailyLength}, daily)
	require.Equal(t, share(weekly, daily), overlap(weekly, daily), "%s and %s",
		weeklyText(weeklyStart, weeklyLength), dailyText(dailyStart, dailyLength))
}

func TestWindowsOverlapWhenTheyShareAMinute(t *testing.T) {
	t.Parallel()
	numbers := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		checkOverlap(t, numbers.IntN(minutesAWeek), numbers.IntN(minutesADay), numbers.IntN(minutesADay), numbers.IntN(minutesADay))
	}
}

func FuzzWindows(f *testing.F) {
	f.Add(6*minutesADay+23*60+30, 60, 0, 60)   // past the end of the week
	f.Add(0, 60, 23*60+30, 60)                 // a daily one past midnight
	f.Add(60, 60, 0, 60)                       // touching
	f.Add(0, minutesAWeek-1, 0, minutesADay-1) // as long as can be
	f.Add(0, 0, 0, minutesADay-1)              // nothing inside something
	f.Add(0, minutesADay, 60, 0)
	f.Fuzz(func(t *testing.T, a, b, c, d int) {
		checkOverlap(t, abs(a)%minutesAWeek, abs(b)%minutesAWeek, abs(c)%minutesADay, abs(d)%minutesADay)
	})
}

func FuzzWindowTexts(f *testing.F) {
	for _, seed := range []string{"03:00-04:00", "sun:23:30-mon:00:30", "24:00-25:00", "", "Sun:05:00-Sun:06:00", "03:00-04:00\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if daily, ok := parseDaily(text); ok {
			require.Equal(t, text, dailyText(daily.start, daily.length))
		}
		if weekly, ok := parseWeekly(text); ok {
			require.Equal(t, text, weeklyText(weekly.start, weekly.length))
		}
	})
}

func abs(n int) int {
	if n < 0 {
		return -(n + 1)
	}
	return n
}

func TestWindowsAtTheEdges(t *testing.T) {
	t.Parallel()
	for texts, want := range map[[2]string]bool{
		{"sun:04:00-sun:05:00", "03:00-04:00"}: false,
		{"sun:02:00-sun:03:00", "03:00-04:00"}: false,
		{"sun:03:59-sun:05:00", "03:00-04:00"}: true,
		{"sun:23:30-mon:00:30", "00:30-01:30"}: false,
		{"sun:23:30-mon:00:31", "00:30-01:30"}: true,
		{"mon:00:00-mon:01:00", "23:00-00:00"}: false,
		{"mon:00:00-mon:01:00", "23:00-00:01"}: true,
		{"mon:00:00-sun:23:00", "23:00-00:00"}: true,
	} {
		weekly, weeklyOK := parseWeekly(texts[0])
		daily, dailyOK := parseDaily(texts[1])
		assert.True(t, weeklyOK && dailyOK)
		assert.Equal(t, want, overlap(weekly, daily), texts)
	}
}
