using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class ConditionBlockingAnonymousTests() : ConditionContract(WaitForm.Blocking, isNamed: false);
