// Package alarm makes the alarms of blocks on CloudWatch: a block says what is watched and when it is too much, and a [Watcher] makes the
// resources, all of them in one way. Each alarm is billed by the month.
package alarm
