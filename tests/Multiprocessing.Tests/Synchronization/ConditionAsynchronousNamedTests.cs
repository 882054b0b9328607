using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class ConditionAsynchronousNamedTests() : ConditionContract(WaitForm.Asynchronous, isNamed: true);
