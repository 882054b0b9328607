using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class ManualResetEventAsynchronousAnonymousTests() : ManualResetEventContract(WaitForm.Asynchronous, isNamed: false);
