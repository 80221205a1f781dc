package fargate_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/groundwork-go/groundwork/aws/fargate"
	"github.com/groundwork-go/groundwork/component"
	"github.com/groundwork-go/groundwork/infratest"
)

// plan is the plan of a service behind a listener with the arguments as changed.
func plan(change func(*fargate.ServiceArgs)) (fargate.DeployPlan, error) {
	args := &fargate.ServiceArgs{Listener: fargate.NewListener(listenerArgs())}
	change(args)
	return fargate.PlanDeploy(args)
}

func sumOf(steps []fargate.Step) time.Duration {
	var sum time.Duration
	for _, s := range steps {
		sum += s.Time
	}
	return sum
}

func TestTheDefaultPlanTakesAtMostTwoMinutes(t *testing.T) {
	t.Parallel()
	for tasks := 2; tasks <= 100; tasks++ {
		for name, change := range map[string]func(*fargate.ServiceArgs){
			"service": func(a *fargate.ServiceArgs) { a.DesiredCount = tasks },
			"worker":  func(a *fargate.ServiceArgs) { a.DesiredCount, a.Listener = tasks, nil },
			"scaled": func(a *fargate.ServiceArgs) {
				a.Autoscaling = &fargate.Autoscaling{Min: 2, Max: tasks}
			},
		} {
			p, err := plan(change)
			require.NoError(t, err, "%s with %d tasks", name, tasks)
			assert.LessOrEqual(t, p.Total, 120*time.Second, "%s with %d tasks", name, tasks)
			assert.Equal(t, sumOf(p.Steps), p.Total)
			assert.Equal(t, tasks, p.Tasks)
		}
	}
}

func TestTheKnobs(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*fargate.ServiceArgs)
		want   fargate.DeployPlan // without the steps
	}{
		"default": {
			func(*fargate.ServiceArgs) {},
			fargate.DeployPlan{
				Within: 120 * time.Second, Total: 119 * time.Second, CutOver: 84 * time.Second, Tasks: 2,
				HealthCheckInterval: 10 * time.Second, HealthCheckTimeout: 4 * time.Second, HealthyThreshold: 2, UnhealthyThreshold: 2,
				DeregistrationDelay: 5 * time.Second, StopTimeout: 5 * time.Second, GracePeriod: 35 * time.Second,
				MinimumHealthyPercent: 100, MaximumPercent: 200,
			},
		},
		"a tight budget checks more often": {
			func(a *fargate.ServiceArgs) { a.DeployWithin = 109 * time.Second },
			fargate.DeployPlan{
				Within: 109 * time.Second, Total: 109 * time.Second, CutOver: 74 * time.Second, Tasks: 2,
				HealthCheckInterval: 5 * time.Second, HealthCheckTimeout: 4 * time.Second, HealthyThreshold: 2, UnhealthyThreshold: 2,
				DeregistrationDelay: 5 * time.Second, StopTimeout: 5 * time.Second, GracePeriod: 25 * time.Second,
				MinimumHealthyPercent: 100, MaximumPercent: 200,
			},
		},
		"what fits exactly fits": {
			func(a *fargate.ServiceArgs) {
				a.DeployWithin, a.StartupTime = 128500*time.Millisecond, 14500*time.Millisecond
			},
			fargate.DeployPlan{
				Within: 128500 * time.Millisecond, Total: 128500 * time.Millisecond, CutOver: 93500 * time.Millisecond, Tasks: 2,
				HealthCheckInterval: 10 * time.Second, HealthCheckTimeout: 4 * time.Second, HealthyThreshold: 2, UnhealthyThreshold: 2,
				DeregistrationDelay: 5 * time.Second, StopTimeout: 5 * time.Second, GracePeriod: 45 * time.Second,
				MinimumHealthyPercent: 100, MaximumPercent: 200,
			},
		},
		"a worker": {
			func(a *fargate.ServiceArgs) { a.Listener = nil },
			fargate.DeployPlan{
				Within: 120 * time.Second, Total: 94 * time.Second, CutOver: 64 * time.Second, Tasks: 2,
				StopTimeout: 5 * time.Second, MinimumHealthyPercent: 100, MaximumPercent: 200,
			},
		},
		"slow applications": {
			func(a *fargate.ServiceArgs) {
				a.DeployWithin, a.PullTime, a.StartupTime = 5*time.Minute, 50*time.Second, 59500*time.Millisecond
				a.RequestTime, a.ShutdownTime, a.SlowStart = 20*time.Second, 30*time.Second, 30*time.Second
			},
			fargate.DeployPlan{
				Within: 5 * time.Minute, Total: 248500 * time.Millisecond, CutOver: 173500 * time.Millisecond, Tasks: 2,
				HealthCheckInterval: 10 * time.Second, HealthCheckTimeout: 4 * time.Second, HealthyThreshold: 2, UnhealthyThreshold: 2,
				DeregistrationDelay: 20 * time.Second, StopTimeout: 30 * time.Second, GracePeriod: 90 * time.Second,
				MinimumHealthyPercent: 100, MaximumPercent: 200,
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := plan(test.change)
			require.NoError(t, err)
			assert.Equal(t, got.Total, sumOf(got.Steps))
			got.Steps = nil
			assert.Equal(t, test.want, got)
		})
	}
}

// In waves of less than everything the old tasks have to go before new ones find room.
func TestWaves(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		percent, tasks, waves int
	}{
		{200, 3, 1}, {150, 2, 2}, {150, 3, 3}, {150, 4, 2}, {150, 100, 2}, {134, 3, 3}, {125, 4, 4}, {120, 10, 5},
	} {
		p, err := plan(func(a *fargate.ServiceArgs) {
			a.MaximumPercent, a.DesiredCount, a.DeployWithin = test.percent, test.tasks, time.Hour
		})
		require.NoError(t, err)
		for _, s := range p.Steps {
			if s.Name == "stop the old tasks" {
				assert.Equal(t, time.Duration(test.waves)*5*time.Second, s.Time, "%+v", test)
			}
		}
		assert.Len(t, p.Steps, 9, "however many waves there are")
		assert.Equal(t, 35*time.Second, p.Total-p.CutOver, "only the last wave's tail follows the cut-over")
	}
	scaled, err := plan(func(a *fargate.ServiceArgs) {
		a.MaximumPercent, a.DeployWithin, a.Autoscaling = 150, time.Hour, &fargate.Autoscaling{Min: 2, Max: 4}
	})
	require.NoError(t, err)
	assert.Equal(t, 3, scaled.Tasks, "three tasks take longer than four")
	assert.Contains(t, scaled.String(), "   15s  stop the old tasks (ShutdownTime, 5s in each of 3 waves)")
}

func TestPlansThatAreRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*fargate.ServiceArgs)
		want   string
	}{
		"too little time": {func(a *fargate.ServiceArgs) { a.DeployWithin = 20 * time.Second },
			"DeployWithin: need 1m49s or more: 3s register the new revision + 10s schedule the tasks + 1s launch 2 tasks + " +
				"45s give them a network interface and pull the image + 5s start the application + 10s pass the health checks + " +
				"5s let the old tasks answer their last requests + 5s stop the old tasks + 25s see that the service is steady, got 20s"},
		"slow start": {func(a *fargate.ServiceArgs) { a.SlowStart = 30 * time.Second },
			"need 2m19s or more: 3s register the new revision + 10s schedule the tasks"},
		"a long stop":      {func(a *fargate.ServiceArgs) { a.ShutdownTime = time.Minute }, "+ 1m0s stop the old tasks +"},
		"a long request":   {func(a *fargate.ServiceArgs) { a.RequestTime = 5 * time.Minute }, "+ 5m0s let the old tasks answer their last requests +"},
		"waves":            {func(a *fargate.ServiceArgs) { a.MaximumPercent = 150 }, "+ 1m30s give them a network interface and pull the image +"},
		"a large image":    {func(a *fargate.ServiceArgs) { a.PullTime = 90 * time.Second }, "1m30s give them a network interface"},
		"a slow start-up":  {func(a *fargate.ServiceArgs) { a.StartupTime = time.Minute }, "1m0s start the application"},
		"many tasks":       {func(a *fargate.ServiceArgs) { a.DesiredCount = 101 }, "+ 13s launch 101 tasks +"},
		"negative budget":  {func(a *fargate.ServiceArgs) { a.DeployWithin = -time.Second }, "DeployWithin: need 1s to 1h0m0s, got -1s"},
		"no pull":          {func(a *fargate.ServiceArgs) { a.PullTime = -time.Second }, "PullTime: need 1s to 1h0m0s, got -1s"},
		"endless start-up": {func(a *fargate.ServiceArgs) { a.StartupTime = 2 * time.Hour }, "StartupTime: need 1s to 1h0m0s, got 2h0m0s"},
		"stop too short":   {func(a *fargate.ServiceArgs) { a.ShutdownTime = time.Second }, "ShutdownTime: need 2s to 2m0s, got 1s"},
		"stop too long":    {func(a *fargate.ServiceArgs) { a.ShutdownTime = 121 * time.Second }, "ShutdownTime: need 2s to 2m0s, got 2m1s"},
		"request too long": {func(a *fargate.ServiceArgs) { a.RequestTime = time.Hour + 1 }, "RequestTime: need 1s to 1h0m0s"},
		"slow start short": {func(a *fargate.ServiceArgs) { a.SlowStart = 29 * time.Second }, "SlowStart: need 30s to 15m0s, got 29s"},
		"slow start long":  {func(a *fargate.ServiceArgs) { a.SlowStart = 901 * time.Second }, "SlowStart: need 30s to 15m0s, got 15m1s"},
		"percent too low":  {func(a *fargate.ServiceArgs) { a.MaximumPercent = 99 }, "MaximumPercent: need 101 to 200, got 99"},
		"percent too high": {func(a *fargate.ServiceArgs) { a.MaximumPercent = 201 }, "MaximumPercent: need 101 to 200, got 201"},
		"no room": {func(a *fargate.ServiceArgs) { a.MaximumPercent, a.DesiredCount = 133, 3 },
			"MaximumPercent: need 134 or more: room for one new task beside 3 old ones, got 133"},
		"no room at the least": {func(a *fargate.ServiceArgs) {
			a.MaximumPercent, a.Autoscaling = 110, &fargate.Autoscaling{Min: 2, Max: 20}
		}, "MaximumPercent: need 150 or more: room for one new task beside 2 old ones, got 110"},
		"one task": {
			func(a *fargate.ServiceArgs) { a.DesiredCount = 1 },
			"DesiredCount: need 2 to 5000 tasks (one task is down while it is replaced), or Profile development, got 1",
		},
		"no tasks":     {func(a *fargate.ServiceArgs) { a.DesiredCount = -1 }, "DesiredCount: need 2 to 5000 tasks"},
		"no tasks dev": {func(a *fargate.ServiceArgs) { a.DesiredCount, a.Profile = -1, component.Development }, "DesiredCount: need 1 to 5000 tasks, got -1"},
		"too many":     {func(a *fargate.ServiceArgs) { a.DesiredCount = 5001 }, "DesiredCount: need 2 to 5000 tasks"},
		"scaled to one": {func(a *fargate.ServiceArgs) { a.Autoscaling = &fargate.Autoscaling{Min: 1, Max: 4} },
			"Autoscaling.Min: need 2 to 5000 tasks (one task is down while it is replaced), or Profile development, got 1"},
		"max below min": {func(a *fargate.ServiceArgs) { a.Autoscaling = &fargate.Autoscaling{Min: 4, Max: 3} }, "Autoscaling.Max: need Min to 5000 tasks, got 3"},
		"outside the range": {
			func(a *fargate.ServiceArgs) { a.DesiredCount, a.Autoscaling = 9, &fargate.Autoscaling{Min: 2, Max: 8} },
			"DesiredCount: need a number from Autoscaling.Min to Autoscaling.Max, got 9",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := plan(test.change)
			require.ErrorContains(t, err, test.want)
			assert.Zero(t, got)
			assert.Len(t, component.FieldErrors(err), 1, "%v", err)

			graph, err := tryService(test.change)
			require.ErrorContains(t, err, test.want, "the constructor says the same")
			assert.Empty(t, graph.All())
		})
	}
	_, err := fargate.PlanDeploy(nil)
	require.ErrorContains(t, err, "fargate: ServiceArgs: need arguments, got nothing")
}

// randomTimes are arguments of a deployment, good and bad.
func randomTimes(r *rand.Rand) func(*fargate.ServiceArgs) {
	upTo := func(seconds int) time.Duration { return time.Duration(r.IntN(seconds*1000)) * time.Millisecond }
	within, pull, startup, shutdown, request := upTo(900), upTo(120), upTo(120), upTo(130), upTo(60)
	var slow time.Duration
	if r.IntN(4) == 0 {
		slow = upTo(100)
	}
	percent, tasks, profile := min(200, 98+r.IntN(200)), r.IntN(130), component.Profile(r.IntN(2))
	var scaled *fargate.Autoscaling
	if r.IntN(3) == 0 {
		scaled = &fargate.Autoscaling{Min: r.IntN(5), Max: r.IntN(60), CPUPercent: 60}
		tasks = 0
	}
	worker := r.IntN(4) == 0
	return func(a *fargate.ServiceArgs) {
		a.DeployWithin, a.PullTime, a.StartupTime, a.ShutdownTime = within, pull, startup, shutdown
		a.MaximumPercent, a.DesiredCount, a.Autoscaling, a.Profile = percent, tasks, scaled, profile
		if worker {
			asWorker(a)
		} else {
			a.RequestTime, a.SlowStart = request, slow
		}
	}
}

// Whatever is asked for: the sum is within the budget, or it is refused, by plan and constructor alike.
func TestEveryPlanIsKeptOrRefused(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	kept, refused := 0, 0
	for range 200 {
		change := randomTimes(r)
		p, planErr := plan(change)
		var shown string
		graph, err := infratest.TryRun(func(ctx *pulumi.Context) error {
			tags, err := testTags(ctx)
			if err != nil {
				return err
			}
			args := webArgs(tags)
			change(args)
			service, err := fargate.NewService(ctx, "web", args)
			if err != nil {
				return err
			}
			shown = service.DeployPlan.String()
			return nil
		})
		if planErr != nil {
			refused++
			require.Error(t, err, "the plan was refused: %v", planErr)
			assert.Empty(t, graph.All())
			continue
		}
		kept++
		require.NoError(t, err)
		assert.LessOrEqual(t, p.Total, p.Within)
		assert.Equal(t, p.Total, sumOf(p.Steps))
		assert.LessOrEqual(t, p.CutOver, p.Total)
		assert.Equal(t, p.String(), shown)
	}
	assert.Greater(t, kept, 40)
	assert.Greater(t, refused, 40)
}

// A plan that was refused is refused because of arguments that are wrong or a sum that is too large, which a longer time heals.
func TestNoPlanIsRefusedWithoutNeed(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	healed := 0
	for range 2000 {
		change := randomTimes(r)
		_, err := plan(change)
		if err == nil || !strings.Contains(err.Error(), " or more: 3s register") {
			continue
		}
		fields := component.FieldErrors(err)
		require.Len(t, fields, 1)
		need, _, _ := strings.Cut(fields[0].Need, " ")
		enough, err := time.ParseDuration(need)
		require.NoError(t, err)
		if enough > time.Hour {
			continue
		}
		p, err := plan(func(a *fargate.ServiceArgs) {
			change(a)
			a.DeployWithin = enough
		})
		require.NoError(t, err)
		assert.Equal(t, enough, p.Total, "the shortest time that is accepted is the one that the error names")
		healed++
	}
	assert.Greater(t, healed, 50)
}
