package twingateconnector

import "github.com/groundwork-go/groundwork/internal/alarm"

func (b *base) addAlarm(a alarm.Alarm) error {
	watch := alarm.Watcher{Context: b.ctx, Scope: b.scope, Tags: b.tags.AWS(), Titled: true, Actions: alarm.Tell(b.alarmTopicARN, b.argsName())}
	return watch.Add(a)
}
