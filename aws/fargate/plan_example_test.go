package fargate_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/groundwork-go/groundwork/aws/fargate"
)

// snippet:plan
func ExamplePlanDeploy() {
	listener := fargate.NewListener(listenerArgs())
	for _, tasks := range []int{2, 100} {
		plan, err := fargate.PlanDeploy(&fargate.ServiceArgs{Listener: listener, DesiredCount: tasks})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%d tasks:\n%s", tasks, plan)
	}
	// Output:
	// 2 tasks:
	//     3s  register the new revision (two calls)
	//    10s  schedule the tasks (the scheduler of ECS)
	//     1s  launch 2 tasks (ECS starts 500 a minute for a service)
	//    45s  give them a network interface and pull the image (PullTime)
	//     5s  start the application (StartupTime)
	//    20s  pass the health checks (2, one every 10s)
	//     5s  let the old tasks answer their last requests (RequestTime)
	//     5s  stop the old tasks (ShutdownTime)
	//    25s  see that the service is steady (ECS and the provider)
	//  1m59s  in all, of 2m0s; the old tasks get no more work after 1m24s
	// 100 tasks:
	//     3s  register the new revision (two calls)
	//    10s  schedule the tasks (the scheduler of ECS)
	//    12s  launch 100 tasks (ECS starts 500 a minute for a service)
	//    45s  give them a network interface and pull the image (PullTime)
	//     5s  start the application (StartupTime)
	//    10s  pass the health checks (2, one every 5s)
	//     5s  let the old tasks answer their last requests (RequestTime)
	//     5s  stop the old tasks (ShutdownTime)
	//    25s  see that the service is steady (ECS and the provider)
	//   2m0s  in all, of 2m0s; the old tasks get no more work after 1m25s
}

// snippet:end

// What does not fit is refused with the sum.
func ExamplePlanDeploy_refused() {
	_, err := fargate.PlanDeploy(&fargate.ServiceArgs{DeployWithin: 20 * time.Second})
	fmt.Println(strings.ReplaceAll(err.Error(), " + ", "\n+ "))
	// Output:
	// fargate: ServiceArgs.DeployWithin: need 1m34s or more: 3s register the new revision
	// + 10s schedule the tasks
	// + 1s launch 2 tasks
	// + 45s give them a network interface and pull the image
	// + 5s start the application
	// + 5s stop the old tasks
	// + 25s see that the service is steady, got 20s
}
