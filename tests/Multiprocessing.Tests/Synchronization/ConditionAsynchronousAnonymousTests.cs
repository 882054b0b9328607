using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class ConditionAsynchronousAnonymousTests() : ConditionContract(WaitForm.Asynchronous, isNamed: false);
