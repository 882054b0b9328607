using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class ConditionBlockingNamedTests() : ConditionContract(WaitForm.Blocking, isNamed: true);
